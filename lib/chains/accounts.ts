import { secp256k1 } from "@noble/curves/secp256k1.js";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { UnknownPayloadError } from "./errors";
import { bytesToHex, toAddress } from "./hex";
import type { Address } from "./port";

/** The 20 bytes that both chains derive from a public key of 33 or 65 bytes. */
export function addressFromPublicKey(publicKey: Uint8Array): Address {
  const point = secp256k1.Point.fromBytes(publicKey).toBytes(false);
  return toAddress(bytesToHex(keccak_256(point.subarray(1)).subarray(12)));
}

/** Throws UnknownPayloadError unless r ‖ s ‖ v (v 0 or 1, s in the lower half) is `from`'s signature of the hash. */
export function checkSignature(hash: Uint8Array, signature: Uint8Array, from: Address): void {
  if (recoverSender(hash, signature) !== from) {
    throw new UnknownPayloadError("the signature is not the sender's");
  }
}

function recoverSender(hash: Uint8Array, signature: Uint8Array): Address | null {
  const recovery = signature[64];
  if (signature.length !== 65 || (recovery !== 0 && recovery !== 1)) return null;
  try {
    const parsed = secp256k1.Signature.fromBytes(signature.subarray(0, 64), "compact");
    if (parsed.hasHighS()) return null;
    return addressFromPublicKey(
      parsed.addRecoveryBit(recovery).recoverPublicKey(hash).toBytes(true),
    );
  } catch {
    return null;
  }
}
