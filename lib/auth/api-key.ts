import { createHash, timingSafeEqual } from "node:crypto";
import { customAlphabet } from "nanoid";
import type { Environment } from "@/lib/config";

const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const PREFIX: Readonly<Record<Environment, string>> = {
  sandbox: "tg_test_",
  production: "tg_live_",
};
const BODY_LENGTH = 40;
const CHECK_LENGTH = 6;
const KEY = /^tg_(test|live)_([0-9A-Za-z]{40})([0-9A-Za-z]{6})$/;
const randomBody = customAlphabet(BASE62, BODY_LENGTH);

/**
 * A new API key: the environment's prefix, 40 base62 characters (238 bits) from a CSPRNG, and a checksum
 * of 6, by which a mistyped key or a secret scanner's find is told without a database.
 */
export function newApiKey(environment: Environment): string {
  const text = PREFIX[environment] + randomBody();
  return text + checksum(text);
}

/** The environment of a key, by its prefix; null when the text is no key (form or checksum). */
export function parseKey(text: string): { readonly environment: Environment } | null {
  const match = KEY.exec(text);
  if (!match) return null;
  const signed = text.slice(0, -CHECK_LENGTH);
  if (checksum(signed) !== match[3]) return null;
  return { environment: match[1] === "test" ? "sandbox" : "production" };
}

/** SHA-256 of a key or secret, as it is stored and found. Both are random, so no salt is needed. */
export function hashKey(text: string): Uint8Array {
  return createHash("sha256").update(text, "utf8").digest();
}

/** Whether a secret is the one whose hash is stored, in a time that tells nothing. */
export function isSecret(given: string, storedHash: Uint8Array): boolean {
  const hash = hashKey(given);
  return hash.length === storedHash.length && timingSafeEqual(hash, storedHash);
}

function checksum(text: string): string {
  let rest = createHash("sha256").update(`tillgate key ${text}`).digest().readUIntBE(0, 6);
  let out = "";
  for (let i = 0; i < CHECK_LENGTH; i += 1) {
    out += BASE62.charAt(rest % 62);
    rest = Math.floor(rest / 62);
  }
  return out;
}
