import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from "@simplewebauthn/browser";

export type PasskeyRequest = PublicKeyCredentialRequestOptionsJSON;
export type PasskeyOrder = PublicKeyCredentialCreationOptionsJSON;

/** The authenticator's answer in JSON, or why there is none: the person let it be (or took too long), it is known already. */
export type PasskeyOutcome =
  | { readonly answer: string }
  | { readonly why: "givenUp" | "known" | "failed" };

// Only who uses a passkey loads it.
const library = () => import("@simplewebauthn/browser");

/** Fetches what asking will need, so that the browser still knows of the click by then. */
export const preparePasskeys = () => void library().catch(() => undefined);

/** Whether this browser knows passkeys at all. */
export const hasPasskeys = () => "PublicKeyCredential" in globalThis;

/** Has one of the person's passkeys sign. Never throws. */
export function askPasskey(optionsJSON: PasskeyRequest): Promise<PasskeyOutcome> {
  return outcomeOf(async () => (await library()).startAuthentication({ optionsJSON }));
}

/** Has an authenticator make a passkey. Never throws. */
export function makePasskey(optionsJSON: PasskeyOrder): Promise<PasskeyOutcome> {
  return outcomeOf(async () => (await library()).startRegistration({ optionsJSON }));
}

/** Closes what the browser asks the person, whoever had it ask: for the place that did, when it is left. */
export const dropPasskey = () =>
  void library().then(
    ({ WebAuthnAbortService }) => WebAuthnAbortService.cancelCeremony(),
    () => undefined,
  );

async function outcomeOf(ask: () => Promise<unknown>): Promise<PasskeyOutcome> {
  try {
    return { answer: JSON.stringify(await ask()) };
  } catch (error) {
    const name = error instanceof Error ? error.name : "";
    if (name === "NotAllowedError" || name === "AbortError") return { why: "givenUp" };
    return { why: name === "InvalidStateError" ? "known" : "failed" };
  }
}
