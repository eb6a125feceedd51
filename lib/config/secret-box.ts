import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { assert } from "@/lib/kit";

/** A sealed secret that can't be opened: other key, altered, or sealed for another purpose. */
export class SecretBoxError extends Error {
  override readonly name = "SecretBoxError";
}

/**
 * Encrypts secrets at rest. `aad` says what the secret is and whose ("webhook-secret:<id>"): a sealed
 * text that was moved to another row does not open. `open` throws SecretBoxError.
 */
export interface SecretBox {
  seal(plaintext: string, aad: string): string;
  open(sealed: string, aad: string): string;
}

const CIPHER = "aes-256-gcm";
const IV_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;
const KEY_ID_BYTES = 6;
const SEALED = /^v1\.([A-Za-z0-9_-]{8})\.([A-Za-z0-9_-]+)$/;

/** A box whose key comes from TILLGATE_SECRET. The text is v1.<key id>.<base64url of iv ‖ tag ‖ ciphertext>. */
export function createSecretBox(secret: string): SecretBox {
  assert(secret.length > 0, "the secret box needs a secret");
  const key = expand(secret, "tillgate secret-box v1 key", KEY_BYTES);
  const keyId = expand(secret, "tillgate secret-box v1 key id", KEY_ID_BYTES).toString("base64url");
  const header = `v1.${keyId}`;

  return {
    seal(plaintext, aad) {
      return `${header}.${encrypt(key, plaintext, `${header}:${aad}`).toString("base64url")}`;
    },
    open(sealed, aad) {
      const [, sealedBy, body = ""] = SEALED.exec(sealed) ?? [];
      const bytes = Buffer.from(body, "base64url");
      if (sealedBy === undefined || bytes.toString("base64url") !== body) {
        throw new SecretBoxError("not a sealed secret");
      }
      if (sealedBy !== keyId) throw new SecretBoxError("sealed under another TILLGATE_SECRET");
      return decrypt(key, bytes, `${header}:${aad}`);
    },
  };
}

function expand(secret: string, info: string, length: number): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, "", info, length));
}

function encrypt(key: Uint8Array, plaintext: string, aad: string): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, key, iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(aad, "utf8"));
  const ciphertext = Buffer.concat([cipher.update(plaintext, "utf8"), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), ciphertext]);
}

function decrypt(key: Uint8Array, bytes: Buffer, aad: string): string {
  if (bytes.length < IV_BYTES + TAG_BYTES) throw new SecretBoxError("not a sealed secret");
  const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, IV_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.from(aad, "utf8"));
  decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  const unverified = decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES));
  try {
    decipher.final();
  } catch {
    throw new SecretBoxError("the sealed secret was altered or is for another purpose");
  }
  return unverified.toString("utf8");
}
