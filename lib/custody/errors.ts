/** There is no keystore file at that path. */
export class KeystoreMissingError extends Error {
  override readonly name = "KeystoreMissingError";
}

/** A keystore file is there already; it is never overwritten, for it may be the only way to money. */
export class KeystoreExistsError extends Error {
  override readonly name = "KeystoreExistsError";
}

/** The passphrase does not open the keystore. An altered salt or wallet id looks the same from outside. */
export class KeystorePassphraseError extends Error {
  override readonly name = "KeystorePassphraseError";
}

/** The file is no keystore of a known version, or was altered. */
export class KeystoreCorruptError extends Error {
  override readonly name = "KeystoreCorruptError";
}

/** A derivation path outside the ones that Tillgate uses. */
export class InvalidKeyPathError extends Error {
  override readonly name = "InvalidKeyPathError";
}

/** A key or signature failed its own check: a fault of memory or library, never of input. */
export class KeyCheckError extends Error {
  override readonly name = "KeyCheckError";
}

/** Which part of a transaction is not what was approved. */
export type SigningRefusal =
  | "network"
  | "payload"
  | "kind"
  | "from"
  | "to"
  | "value"
  | "members"
  | "nonce"
  | "expiry"
  | "fee"
  | "sender";

/** The transaction is not the approved one; nothing was signed. */
export class SigningRefusedError extends Error {
  override readonly name = "SigningRefusedError";
  constructor(
    readonly reason: SigningRefusal,
    detail: string,
    options?: ErrorOptions,
  ) {
    super(`signing refused (${reason}): ${detail}`, options);
  }
}
