import type { Environment } from "@/lib/config";
import { newSecretText } from "@/lib/kit";
import { hashKey, newApiKey } from "./api-key";

/** The first characters of a key that lists may show: its environment and four of its own. */
const SHOWN = 12;

/** A new key and secret in the clear, and what of them is stored. */
export interface KeyPair {
  readonly apiKey: string;
  readonly apiSecret: string;
  readonly keyHash: Uint8Array;
  readonly secretHash: Uint8Array;
  readonly prefix: string;
  /** Its last four characters. */
  readonly suffix: string;
}

/** Draws a key and its secret from a CSPRNG. The clear texts are shown once and never stored or logged. */
export function newKeyPair(environment: Environment): KeyPair {
  const apiKey = newApiKey(environment);
  const apiSecret = `tgs_${environment === "sandbox" ? "test" : "live"}_${newSecretText()}`;
  return {
    apiKey,
    apiSecret,
    keyHash: hashKey(apiKey),
    secretHash: hashKey(apiSecret),
    prefix: apiKey.slice(0, SHOWN),
    suffix: apiKey.slice(-4),
  };
}
