import type { CauseFacts, SigningRequestRow, Verdict } from "./facts";
import { judgeAttempt } from "./judge-attempt";
import type { SigningLimits } from "./limits";

/** Gas goes from the network's gas wallet to the wallet of the merchant whose withdrawals wait for it. */
export function judgeWalletGas(
  request: SigningRequestRow,
  facts: CauseFacts,
  limits: SigningLimits,
): Verdict {
  const { funding, from, to } = facts;
  if (!funding || funding.merchantId !== request.merchantId) return { refused: "cause_missing" };
  if (funding.network !== request.network) return { refused: "cause_network" };
  if (funding.state !== "funding") return { refused: "cause_state" };
  const attempt = judgeAttempt(request, facts.others);
  if (attempt !== null) return { refused: attempt };
  if (facts.others.some((other) => other.state === "final")) return { refused: "already_paid" };
  if (request.kind !== "native") return { refused: "kind" };
  if (request.pathPurpose !== "gas" || request.pathIndex !== 0) return { refused: "path" };
  if (from?.purpose !== "gas" || from.pathIndex !== 0) return { refused: "from" };
  const isWallet =
    to?.purpose === "merchant" &&
    to.merchantId === funding.merchantId &&
    to.pathIndex === facts.merchantNumber;
  if (request.toAddress !== funding.address || !isWallet) return { refused: "to" };
  if (request.value > limits.walletGasValue) return { refused: "value_above_limit" };
  return {
    refused: null,
    from: { network: funding.network, purpose: "gas", index: 0 },
    to: { network: funding.network, purpose: "merchant", index: to.pathIndex },
  };
}
