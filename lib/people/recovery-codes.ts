import { createHash, randomBytes } from "node:crypto";

const CODES = 10;
const BYTES = 10;
/** Crockford's: no letter that looks like a digit. */
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

/** Ten new codes of 80 bits, as they are shown: four groups of four. */
export function newRecoveryCodes(): readonly string[] {
  return Array.from({ length: CODES }, newRecoveryCode);
}

function newRecoveryCode(): string {
  let bits = BigInt(`0x${randomBytes(BYTES).toString("hex")}`);
  let text = "";
  for (let at = 0; at < (BYTES * 8) / 5; at += 1) {
    text += ALPHABET[Number(bits & 31n)];
    bits >>= 5n;
  }
  return (text.match(/.{4}/g) ?? []).join("-");
}

/** What of a code is stored: of a person's, however it was typed. */
export function hashRecoveryCode(userId: string, code: string): Buffer {
  const plain = code
    .toLowerCase()
    .replace(/[^0-9a-z]/g, "")
    .replace(/o/g, "0")
    .replace(/[il]/g, "1");
  return createHash("sha256").update(`recovery-code:${userId}:${plain}`).digest();
}
