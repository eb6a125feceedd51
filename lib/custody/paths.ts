import { findNetwork, type NetworkId } from "@/lib/kit";
import { InvalidKeyPathError } from "./errors";

/**
 * What a key is for. Each purpose is a hardened account: should a key of one leak together with its
 * account's extended public key, the keys of the others stay safe.
 */
export type KeyPurpose = "deposit" | "merchant" | "gas";

/** `index`: number in the pool (deposit), number of the merchant (merchant), 0 (gas). */
export interface KeyPath {
  readonly network: NetworkId;
  readonly purpose: KeyPurpose;
  readonly index: number;
}

export const ACCOUNT_OF_PURPOSE: Readonly<Record<KeyPurpose, number>> = {
  deposit: 0,
  merchant: 1,
  gas: 2,
};

/** BIP-32 indexes from here on are hardened. */
export const HARDENED = 2 ** 31;

/** Throws InvalidKeyPathError for an unknown network or purpose, or an index out of range. */
export function checkKeyPath(path: KeyPath): void {
  if (!findNetwork(path.network)) throw new InvalidKeyPathError("unknown network");
  if (!Object.hasOwn(ACCOUNT_OF_PURPOSE, path.purpose)) {
    throw new InvalidKeyPathError("unknown purpose");
  }
  if (!Number.isInteger(path.index) || path.index < 0 || path.index >= HARDENED) {
    throw new InvalidKeyPathError("the index is not an integer below 2^31");
  }
  if (path.purpose === "gas" && path.index !== 0) {
    throw new InvalidKeyPathError("a network has one gas wallet, of index 0");
  }
}

/** The BIP-44 path as text, such as m/44'/60'/0'/0/7. Throws InvalidKeyPathError. */
export function pathText(path: KeyPath): string {
  checkKeyPath(path);
  const coin = findNetwork(path.network)?.coinType;
  return `m/44'/${coin}'/${ACCOUNT_OF_PURPOSE[path.purpose]}'/0/${path.index}`;
}
