import { secp256k1 } from "@noble/curves/secp256k1.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { createBase58check } from "@scure/base";
import { bytesToHex, concatBytes, hexToBytes, parseHex } from "./bytes";

const base58check = createBase58check(sha256);

/** An account inside the node: 41 and twenty bytes as 42 lower-case hex digits. */
export type HexAddress = string & { readonly __brand: "tron-hex-address" };

/** Any spelling a full node takes (T…, 41…, 0x…, twenty bytes of hex). Throws on everything else. */
export function parseAddress(text: string): HexAddress {
  if (/^T[1-9A-HJ-NP-Za-km-z]{33}$/.test(text)) return hexAddress(base58check.decode(text));
  const hex = text.replace(/^0x/i, "").toLowerCase();
  if (/^[0-9a-f]{40}$/.test(hex)) return `41${hex}` as HexAddress;
  if (/^41[0-9a-f]{40}$/.test(hex)) return hex as HexAddress;
  throw new RangeError("Invalid address");
}

/** The address of 21 bytes as they stand in a transaction. Throws when they are something else. */
export function hexAddress(bytes: Uint8Array | undefined): HexAddress {
  if (bytes?.length !== 21 || bytes[0] !== 0x41) throw new RangeError("Invalid address");
  return bytesToHex(bytes) as HexAddress;
}

/** The T… spelling. */
export function formatAddress(address: HexAddress): string {
  return base58check.encode(hexToBytes(address));
}

export function addressBytes(address: HexAddress): Uint8Array {
  return hexToBytes(address);
}

/** The account that an uncompressed public key (65 bytes) owns. */
function addressOfPublicKey(uncompressed: Uint8Array): HexAddress {
  return `41${bytesToHex(keccak_256(uncompressed.subarray(1)).subarray(12))}` as HexAddress;
}

/** The hex address (41…) of a private key. */
export function hexAddressOfPrivateKey(privateKey: Uint8Array): HexAddress {
  return addressOfPublicKey(secp256k1.getPublicKey(privateKey, false));
}

/** The T… address of a private key given as 64 hex digits, with or without 0x. */
export function addressOfPrivateKey(privateKey: string): string {
  return formatAddress(hexAddressOfPrivateKey(parseHex(privateKey)));
}

/** Signature r ‖ s ‖ v (65 bytes, v 0 or 1) over a 32-byte digest, which on Tron is the transaction id itself. */
export function signDigest(digest: Uint8Array, privateKey: Uint8Array): Uint8Array {
  const signature = secp256k1.sign(digest, privateKey, { prehash: false, format: "recovered" });
  return concatBytes(signature.subarray(1), signature.subarray(0, 1));
}

/** The signature (130 hex digits) of a transaction id with a private key, both hex: what `signature: [...]` takes. */
export function signTransactionId(txId: string, privateKey: string): string {
  return bytesToHex(signDigest(parseHex(txId), parseHex(privateKey)));
}

/** Who signed the digest; v may be 0/1 or 27/28. Throws when the signature is malformed. */
export function recoverAddress(digest: Uint8Array, signature: Uint8Array): HexAddress {
  if (signature.length < 65) throw new RangeError(`Signature size is ${signature.length}`);
  const v = signature[64] ?? 0;
  const recovery = Uint8Array.of(v >= 27 ? v - 27 : v);
  const recovered = concatBytes(recovery, signature.subarray(0, 64));
  const publicKey = secp256k1.recoverPublicKey(recovered, digest, { prehash: false });
  return addressOfPublicKey(secp256k1.Point.fromBytes(publicKey).toBytes(false));
}
