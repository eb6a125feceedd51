import type { AddressEntry } from "@/lib/addresses";
import type { CauseFacts, SigningRequestRow, SweepFacts, Verdict } from "./facts";
import { judgeAttempt } from "./judge-attempt";
import type { SigningLimits } from "./limits";

/** Gas goes from the network's gas wallet to the deposit address that is swept. */
export function judgeSweepGas(
  request: SigningRequestRow,
  facts: CauseFacts,
  limits: SigningLimits,
): Verdict {
  const sweep = sweepOf(request, facts);
  if ("refused" in sweep) return sweep;
  const { from, to } = facts;
  if (sweep.state !== "funding") return { refused: "cause_state" };
  if (request.kind !== "native") return { refused: "kind" };
  if (request.pathPurpose !== "gas" || request.pathIndex !== 0) return { refused: "path" };
  if (from?.purpose !== "gas" || from.pathIndex !== 0) return { refused: "from" };
  if (request.toAddress !== sweep.fromAddress || !isDepositOf(to, sweep)) return { refused: "to" };
  if (request.value > limits.gasValue) return { refused: "value_above_limit" };
  return {
    refused: null,
    from: { network: sweep.network, purpose: "gas", index: 0 },
    to: { network: sweep.network, purpose: "deposit", index: to.pathIndex },
  };
}

/** Tokens go, whole, from the deposit address to the wallet of the merchant whose address it is. */
export function judgeSweepToken(request: SigningRequestRow, facts: CauseFacts): Verdict {
  const sweep = sweepOf(request, facts);
  if ("refused" in sweep) return sweep;
  const { from, to } = facts;
  if (sweep.state !== "sending") return { refused: "cause_state" };
  if (facts.others.some((other) => other.purpose === "sweep_token" && other.state === "final")) {
    return { refused: "already_paid" };
  }
  if (request.kind !== "token") return { refused: "kind" };
  if (request.fromAddress !== sweep.fromAddress || !isDepositOf(from, sweep)) {
    return { refused: "from" };
  }
  if (request.pathPurpose !== "deposit" || request.pathIndex !== from.pathIndex) {
    return { refused: "path" };
  }
  const isWallet =
    to?.purpose === "merchant" &&
    to.merchantId === sweep.merchantId &&
    to.pathIndex === facts.merchantNumber;
  if (request.toAddress !== sweep.toAddress || !isWallet) return { refused: "to" };
  if (request.value !== sweep.amountUnits) return { refused: "value" };
  return {
    refused: null,
    from: { network: sweep.network, purpose: "deposit", index: from.pathIndex },
    to: { network: sweep.network, purpose: "merchant", index: to.pathIndex },
  };
}

/** What every transaction for a sweep must stand on. */
function sweepOf(
  request: SigningRequestRow,
  { sweep, others }: CauseFacts,
): SweepFacts | Extract<Verdict, { refused: string }> {
  if (!sweep || sweep.merchantId !== request.merchantId) return { refused: "cause_missing" };
  if (sweep.network !== request.network) return { refused: "cause_network" };
  const attempt = judgeAttempt(request, others);
  return attempt === null ? sweep : { refused: attempt };
}

function isDepositOf(entry: AddressEntry | null, sweep: SweepFacts): entry is AddressEntry {
  return entry?.purpose === "deposit" && entry.merchantId === sweep.merchantId;
}
