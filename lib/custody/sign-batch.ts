import type { Address, SignedTx } from "@/lib/chains";
import { deriveAddress } from "./derive-address";
import { SigningRefusedError } from "./errors";
import type { KeyPath } from "./paths";
import { readApproved, type SigningRequest, signTransaction } from "./sign-transaction";

/**
 * Signs a batch after reading back from its bytes that it is the approved one: first each address's authorization, with
 * the key of the path that is given for it, then the transaction. Throws SigningRefusedError, KeyCheckError.
 */
export function signBatch(request: SigningRequest, paths: ReadonlyMap<Address, KeyPath>): SignedTx {
  const { keyRing, codec, unsigned } = request;
  const { authorizations } = readApproved(request);
  const signatures = authorizations.map(({ authority, hash }) => {
    const path = paths.get(authority);
    if (!path || deriveAddress(keyRing, codec, path) !== authority) {
      throw new SigningRefusedError("members", `${authority} has no path of ours`);
    }
    return keyRing.sign(path, hash);
  });
  return signTransaction({ ...request, unsigned: codec.authorize(unsigned, signatures) });
}
