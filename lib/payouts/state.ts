import type { WithdrawalState } from "@/lib/db";
import { type Units, units } from "@/lib/kit";

/** What a withdrawal comes to: agreed at its creation, frozen from then on. Micro-USDT. */
export interface Sums {
  readonly amount: Units;
  readonly fee: Units;
  readonly feePayer: "merchant" | "user";
  /** What the recipient gets. */
  readonly net: Units;
  /** What the merchant is debited. */
  readonly hold: Units;
}

/** Splits an amount by who pays the flat fee; null when nothing would be left for the recipient. */
export function sumsOf(amount: Units, fee: Units, feePayer: "merchant" | "user"): Sums | null {
  const user = feePayer === "user";
  const net = user ? units(amount - fee) : amount;
  if (net <= 0n) return null;
  return { amount, fee, feePayer, net, hold: user ? amount : units(amount + fee) };
}

/** A merchant's rules for withdrawals that nobody looks at. */
export interface AutoRules {
  readonly autoWithdraw: boolean;
  readonly maxAutoWithdraw: Units;
  /** The API's own withdrawals follow the two above as well. */
  readonly applyLimitsToApi: boolean;
}

/** Whether a new withdrawal is paid at once, or waits for the merchant's word. */
export function isPaidAtOnce(origin: "api" | "request", amount: Units, rules: AutoRules): boolean {
  if (origin === "api" && !rules.applyLimitsToApi) return true;
  return rules.autoWithdraw && amount <= rules.maxAutoWithdraw;
}

export type Judgement = "approve" | "reject";

/** The state after the merchant's word; null when it comes too late. */
export function judge(state: WithdrawalState, judgement: Judgement): WithdrawalState | null {
  if (state !== "pending") return null;
  return judgement === "approve" ? "approved" : "rejected";
}
