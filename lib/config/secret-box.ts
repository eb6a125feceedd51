import { hkdfSync } from "node:crypto";
import { assert } from "@/lib/kit";
import { open, seal } from "./aead";

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
      const box = seal(key, Buffer.from(plaintext, "utf8"), `${header}:${aad}`);
      return `${header}.${box.toString("base64url")}`;
    },
    open(sealed, aad) {
      const [, sealedBy, body = ""] = SEALED.exec(sealed) ?? [];
      const bytes = Buffer.from(body, "base64url");
      if (sealedBy === undefined || bytes.toString("base64url") !== body) {
        throw new SecretBoxError("not a sealed secret");
      }
      if (sealedBy !== keyId) throw new SecretBoxError("sealed under another TILLGATE_SECRET");
      const opened = open(key, bytes, `${header}:${aad}`);
      if (opened === null) {
        throw new SecretBoxError("the sealed secret was altered or is for another purpose");
      }
      return opened.toString("utf8");
    },
  };
}

function expand(secret: string, info: string, length: number): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, "", info, length));
}
