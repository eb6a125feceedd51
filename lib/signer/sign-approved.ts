import type { Address, SignedTx, TxCodec } from "@/lib/chains";
import {
  deriveAddress,
  type KeyPath,
  type KeyRing,
  SigningRefusedError,
  signBatch,
  signTransaction,
} from "@/lib/custody";
import type { BatchApproval, SigningRequestRow, Verdict } from "./facts";

type Approval = Extract<Verdict, { refused: null }>;
export type Outcome = { readonly signed: SignedTx } | { readonly refusal: string };

/** Whatever goes wrong here is this request's own affair: it is refused, and the next one has its turn. */
export function signApproved(
  keyRing: KeyRing,
  codec: TxCodec,
  request: SigningRequestRow,
  approval: Approval,
): Outcome {
  const derives = (path: KeyPath, address: string) =>
    deriveAddress(keyRing, codec, path) === address;
  const { network, kind, value, nonce, maxFee, payload, expiresAt } = request;
  const [from, to] = [request.fromAddress as Address, request.toAddress as Address];
  const common = {
    keyRing,
    codec,
    path: approval.from,
    unsigned: { network, from, payload, nonce, expiresAt },
    expected: { kind, from, to, value, nonce, maxFee },
  };
  try {
    if (!derives(approval.from, from)) return { refusal: "from_not_derived" };
    if (approval.to && !derives(approval.to, to)) return { refusal: "to_not_derived" };
    const { batch } = approval;
    if (!batch) return { signed: signTransaction(common) };
    const refusal = refuseBatch(codec, request, batch, derives);
    if (refusal !== null) return { refusal };
    const members = batch.members.map(({ address, value, authorizes }) => ({
      address: address as Address,
      value,
      authorizes,
    }));
    const paths = new Map(batch.members.map(({ address, path }) => [address as Address, path]));
    return { signed: signBatch({ ...common, expected: { ...common.expected, members } }, paths) };
  } catch (error) {
    if (error instanceof SigningRefusedError) return { refusal: `transaction_${error.reason}` };
    return { refusal: error instanceof Error ? error.name : "unknown_error" };
  }
}

/** The contract must be the one that this operator and this treasury have: its address commits to its code. */
function refuseBatch(
  codec: TxCodec,
  request: SigningRequestRow,
  { treasury, members }: BatchApproval,
  derives: (path: KeyPath, address: string) => boolean,
): string | null {
  if (!derives(treasury.path, treasury.address)) return "treasury_not_derived";
  const delegate = codec.delegateOf(request.fromAddress as Address, treasury.address as Address);
  if (delegate !== request.toAddress) return "delegate";
  return members.every(({ path, address }) => derives(path, address)) ? null : "member_not_derived";
}
