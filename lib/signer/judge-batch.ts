import type { AddressEntry } from "@/lib/addresses";
import type { KeyPath } from "@/lib/custody";
import type {
  BatchFacts,
  BatchMemberFacts,
  CauseFacts,
  CauseRefusal,
  SigningRequestRow,
  Verdict,
} from "./facts";
import { judgeAttempt } from "./judge-attempt";
import { judgeGasWallet } from "./judge-gas-wallet";

/** The contract for sweeps is made by the gas wallet, for the wallet of the merchant that is its cause. */
export function judgeDeployment(request: SigningRequestRow, facts: CauseFacts): Verdict {
  const { merchantId, network } = request;
  if (merchantId === null || request.causeId !== merchantId || facts.merchantNumber === null) {
    return { refused: "cause_missing" };
  }
  const attempt = judgeAttempt(request, facts.others);
  if (attempt !== null) return { refused: attempt };
  if (request.kind !== "deploy_delegate") return { refused: "kind" };
  const sender = judgeGasWallet(request, facts);
  if (sender !== null) return { refused: sender };
  if (!isWalletOf(facts.to, merchantId, facts.merchantNumber)) return { refused: "to" };
  if (request.value !== 0n) return { refused: "value" };
  return {
    refused: null,
    from: { network, purpose: "gas", index: 0 },
    to: { network, purpose: "merchant", index: facts.merchantNumber },
  };
}

/**
 * A batch goes from deposit addresses of one merchant to that merchant's wallet, of each exactly what its sweep says.
 * Which contract may do that follows from the two wallets alone; the signer computes it.
 */
export function judgeBatch(request: SigningRequestRow, facts: CauseFacts): Verdict {
  const { batch } = facts;
  if (!batch || batch.merchantId !== request.merchantId || facts.merchantNumber === null) {
    return { refused: "cause_missing" };
  }
  const refusal = judgeEnvelope(request, facts, batch) ?? judgeMembers(request, batch);
  if (refusal !== null) return { refused: refusal };
  const { network } = batch;
  return {
    refused: null,
    from: { network, purpose: "gas", index: 0 },
    to: null,
    batch: {
      treasury: {
        address: batch.toAddress,
        path: { network, purpose: "merchant", index: facts.merchantNumber },
      },
      members: batch.members.map((member) => ({
        address: member.address,
        value: member.amountUnits,
        authorizes: member.authorizes,
        path: pathOf(batch, member),
      })),
    },
  };
}

function judgeEnvelope(
  request: SigningRequestRow,
  facts: CauseFacts,
  batch: BatchFacts,
): CauseRefusal | null {
  if (batch.network !== request.network) return "cause_network";
  if (batch.state !== "sending") return "cause_state";
  const attempt = judgeAttempt(request, facts.others);
  if (attempt !== null) return attempt;
  if (facts.others.some((other) => other.state === "final")) return "already_paid";
  if (request.kind !== "sweep_batch") return "kind";
  const { merchantNumber } = facts;
  if (merchantNumber === null || !isWalletOf(batch.treasury, batch.merchantId, merchantNumber)) {
    return "to";
  }
  return judgeGasWallet(request, facts);
}

function judgeMembers(request: SigningRequestRow, batch: BatchFacts): CauseRefusal | null {
  if (batch.members.length === 0) return "members";
  for (const member of batch.members) {
    const refusal = judgeMember(member, batch);
    if (refusal !== null) return refusal;
  }
  const sum = batch.members.reduce((total, { amountUnits }) => total + amountUnits, 0n);
  return request.value === sum ? null : "value";
}

function judgeMember(member: BatchMemberFacts, batch: BatchFacts): CauseRefusal | null {
  const { sweep, entry } = member;
  if (!sweep || sweep.batchId !== batch.id || sweep.network !== batch.network) return "members";
  if (sweep.state !== "batched") return "cause_state";
  if (member.isSpent) return "already_paid";
  if (sweep.fromAddress !== member.address || sweep.toAddress !== batch.toAddress) return "members";
  if (sweep.amountUnits !== member.amountUnits) return "value";
  const isDeposit = entry?.purpose === "deposit" && entry.merchantId === batch.merchantId;
  return isDeposit ? null : "from";
}

function isWalletOf(entry: AddressEntry | null, merchantId: string, number: number): boolean {
  return (
    entry?.purpose === "merchant" && entry.merchantId === merchantId && entry.pathIndex === number
  );
}

function pathOf({ network }: BatchFacts, { entry }: BatchMemberFacts): KeyPath {
  return { network, purpose: "deposit", index: entry?.pathIndex ?? -1 };
}
