import type { AuthenticationResponseJSON, RegistrationResponseJSON } from "@simplewebauthn/server";

const LONGEST = 16_000;
const BASE64URL = /^[A-Za-z0-9_-]{1,12000}$/;
const TRANSPORTS = new Set(["ble", "cable", "hybrid", "internal", "nfc", "smart-card", "usb"]);

type Json = Readonly<Record<string, unknown>>;

const isJson = (value: unknown): value is Json => typeof value === "object" && value !== null;
const isBytes = (value: unknown): value is string =>
  typeof value === "string" && BASE64URL.test(value);

/** What a browser answered for a passkey: its id, and what the authenticator signed. Null: it is nothing of the kind. */
function readAnswer(text: string): { readonly id: string; readonly response: Json } | null {
  if (text.length > LONGEST) return null;
  try {
    const told: unknown = JSON.parse(text);
    if (!isJson(told) || !isBytes(told.id) || told.rawId !== told.id) return null;
    return told.type === "public-key" && isJson(told.response)
      ? { id: told.id, response: told.response }
      : null;
  } catch {
    return null;
  }
}

/** A passkey's signature, as the browser sends it; null: it is none. */
export function readAssertion(text: string): AuthenticationResponseJSON | null {
  const answer = readAnswer(text);
  if (answer === null) return null;
  const { authenticatorData, clientDataJSON, signature } = answer.response;
  if (!isBytes(authenticatorData) || !isBytes(clientDataJSON) || !isBytes(signature)) return null;
  return {
    id: answer.id,
    rawId: answer.id,
    type: "public-key",
    response: { authenticatorData, clientDataJSON, signature },
    clientExtensionResults: {},
  };
}

/** A new passkey, as the browser sends it; null: it is none. */
export function readAttestation(text: string): RegistrationResponseJSON | null {
  const answer = readAnswer(text);
  if (answer === null) return null;
  const { attestationObject, clientDataJSON, transports } = answer.response;
  if (!isBytes(attestationObject) || !isBytes(clientDataJSON)) return null;
  const known = (Array.isArray(transports) ? transports : []).filter((one) => TRANSPORTS.has(one));
  return {
    id: answer.id,
    rawId: answer.id,
    type: "public-key",
    response: { attestationObject, clientDataJSON, transports: [...new Set<string>(known)] },
    clientExtensionResults: {},
  };
}
