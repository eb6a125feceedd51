import { customAlphabet } from "nanoid";
import { v7, validate } from "uuid";

const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const checkoutCode = customAlphabet(BASE62, 22);
const secretText = customAlphabet(BASE62, 43);
const hex24 = customAlphabet("0123456789abcdef", 24);

/** A UUIDv7 (RFC 9562): ids sort by the time they were made. */
export function newId(): string {
  return v7();
}

export function isUuid(text: string): boolean {
  return validate(text);
}

/** The public code of an invoice: 22 base62 characters (131 bits) from a CSPRNG. */
export function newCheckoutCode(): string {
  return checkoutCode();
}

/** A merchant's id on the wire: 24 hex characters. */
export function newClientId(): string {
  return hex24();
}

/** A merchant's new webhook secret: its prefix and 256 bits. */
export function newWebhookSecret(): string {
  return `tg_whs_${newSecretText()}`;
}

/** A secret of 256 bits as 43 base62 characters. */
export function newSecretText(): string {
  return secretText();
}
