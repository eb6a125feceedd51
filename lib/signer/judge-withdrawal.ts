import type { AddressEntry } from "@/lib/addresses";
import type { WithdrawalState } from "@/lib/db";
import type {
  CauseFacts,
  CauseRefusal,
  SigningRequestRow,
  Verdict,
  WithdrawalFacts,
} from "./facts";
import { judgeAttempt, judgeBid } from "./judge-attempt";

/** Its signature was asked for and it is not booked: whoever asks again says that the first one is dead. */
const PAYABLE: ReadonlySet<WithdrawalState> = new Set(["sent", "included"]);

/** Tokens go from the merchant's own wallet to the recipient that was agreed, as much as was agreed, while the books hold it. */
export function judgeWithdrawal(request: SigningRequestRow, facts: CauseFacts): Verdict {
  const withdrawal = withdrawalOf(request, facts);
  if ("refused" in withdrawal) return withdrawal;
  if (!PAYABLE.has(withdrawal.state)) return { refused: "cause_state" };
  const attempt = judgeAttempt(request, facts.others);
  if (attempt !== null) return { refused: attempt };
  const isPaid = (other: CauseFacts["others"][number]) =>
    other.purpose === "withdrawal" && other.state === "final";
  if (facts.others.some(isPaid)) return { refused: "already_paid" };
  if (request.kind !== "token") return { refused: "kind" };
  const wallet = walletOf(request, facts, withdrawal);
  if ("refused" in wallet) return wallet;
  const recipient = judgeRecipient(request, facts, withdrawal);
  if (recipient !== null) return { refused: recipient };
  if (request.value !== withdrawal.netUnits) return { refused: "value" };
  const hold = judgeHold(withdrawal);
  if (hold !== null) return { refused: hold };
  return {
    refused: null,
    from: { network: withdrawal.network, purpose: "merchant", index: wallet.pathIndex },
    to: null,
  };
}

/** Nothing goes from the merchant's wallet to itself, at a nonce of this withdrawal: it moves no money, and stops what it outbids. */
export function judgeCancel(request: SigningRequestRow, facts: CauseFacts): Verdict {
  const withdrawal = withdrawalOf(request, facts);
  if ("refused" in withdrawal) return withdrawal;
  if (withdrawal.state === "pending" || withdrawal.state === "rejected") {
    return { refused: "cause_state" };
  }
  const replaced = facts.others.find((other) => other.id === request.replaces);
  if (!replaced || request.nonce === null || replaced.nonce !== request.nonce) {
    return { refused: "replaces" };
  }
  // What was refused has no transaction to outbid: there it fills the gap that was left.
  const bid = replaced.state === "refused" ? null : judgeBid(request, replaced);
  if (bid !== null) return { refused: bid };
  if (request.kind !== "native") return { refused: "kind" };
  const wallet = walletOf(request, facts, withdrawal);
  if ("refused" in wallet) return wallet;
  if (request.toAddress !== request.fromAddress) return { refused: "to" };
  if (request.value !== 0n) return { refused: "value" };
  const path = {
    network: withdrawal.network,
    purpose: "merchant",
    index: wallet.pathIndex,
  } as const;
  return { refused: null, from: path, to: path };
}

type Refused = { readonly refused: CauseRefusal };

function withdrawalOf(
  request: SigningRequestRow,
  { withdrawal }: CauseFacts,
): WithdrawalFacts | Refused {
  if (!withdrawal || withdrawal.merchantId !== request.merchantId) {
    return { refused: "cause_missing" };
  }
  return withdrawal.network === request.network ? withdrawal : { refused: "cause_network" };
}

/** The merchant's own wallet, by directory and by the merchant's number. */
function walletOf(
  request: SigningRequestRow,
  { from, merchantNumber }: CauseFacts,
  withdrawal: WithdrawalFacts,
): AddressEntry | Refused {
  const isOwn =
    from?.purpose === "merchant" &&
    from.merchantId === withdrawal.merchantId &&
    from.pathIndex === merchantNumber;
  if (!from || !isOwn) return { refused: "from" };
  const isPath = request.pathPurpose === "merchant" && request.pathIndex === from.pathIndex;
  return isPath ? from : { refused: "path" };
}

/** Out of the house, and collected fees to the operator alone. */
function judgeRecipient(
  request: SigningRequestRow,
  { to, operatorWallet }: CauseFacts,
  withdrawal: WithdrawalFacts,
): CauseRefusal | null {
  if (request.toAddress !== withdrawal.toAddress || to !== null) return "to";
  const isFees = withdrawal.type === "fee_settlement";
  return isFees && withdrawal.toAddress !== operatorWallet ? "to" : null;
}

function judgeHold(withdrawal: WithdrawalFacts): CauseRefusal | null {
  if (withdrawal.isEnded) return "already_ended";
  const isFees = withdrawal.type === "fee_settlement";
  // Fees stand in an account of their own, which the books never let go below zero.
  if (!isFees && withdrawal.holdUnits < withdrawal.netUnits) return "not_held";
  return withdrawal.heldUnits === withdrawal.holdUnits ? null : "not_held";
}
