import type { Address, TxCodec } from "@/lib/chains";
import { assert } from "@/lib/kit";
import { KeyCheckError } from "./errors";
import type { KeyRing } from "./key-ring";
import { type KeyPath, pathText } from "./paths";

/**
 * The address of a path, by the private and by the public way of BIP-32.
 * Throws KeyCheckError when the two differ (then no money may be sent there) and InvalidKeyPathError.
 */
export function deriveAddress(keyRing: KeyRing, codec: TxCodec, path: KeyPath): Address {
  assert(codec.network === path.network, "the codec is of another network than the path");
  const publicKey = keyRing.publicKey(path);
  if (!Buffer.from(keyRing.watchPublicKey(path)).equals(publicKey)) {
    throw new KeyCheckError(`two derivations of ${pathText(path)} differ`);
  }
  return codec.addressFromPublicKey(publicKey);
}
