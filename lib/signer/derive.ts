import type { DerivedAddress } from "@/lib/addresses";
import { formatAddress, type TxCodec } from "@/lib/chains";
import { deriveAddress, type KeyPath, type KeyRing } from "@/lib/custody";

/** The address of a path, by both routes of BIP-32, as the directory stores it. Throws KeyCheckError. */
export function derive(keyRing: KeyRing, codec: TxCodec, path: KeyPath): DerivedAddress {
  const address = deriveAddress(keyRing, codec, path);
  const display = formatAddress(path.network, address);
  return { network: path.network, address, display, pathIndex: path.index };
}
