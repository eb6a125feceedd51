import { type Units, units } from "@/lib/kit";

/** Why a deposit did not raise its customer's figure. */
export type Uncredited = "wallet_inactive" | "hash_already_used";

export interface DepositFacts {
  readonly amount: Units;
  readonly fee: Units;
  readonly feePayer: "merchant" | "user";
  /** Whether deposits count for the customer. */
  readonly active: boolean;
  /** Whether the merchant credited this wallet by hand under the transaction's hash before. */
  readonly usedByHand: boolean;
}

/** What a final deposit does to its customer's figure. Pure. The merchant is credited whatever this says. */
export function decideDeposit(facts: DepositFacts): {
  readonly figure: Units;
  readonly reason: Uncredited | null;
} {
  if (!facts.active) return { figure: units(0n), reason: "wallet_inactive" };
  if (facts.usedByHand) return { figure: units(0n), reason: "hash_already_used" };
  const fee = facts.feePayer === "user" ? facts.fee : 0n;
  return { figure: units(facts.amount - fee), reason: null };
}

/** What credited a wallet under a hash before. */
export interface EarlierCredit {
  readonly source: "chain" | "manual";
  readonly amount: Units;
}

export type ManualDecision = "credit" | "repeat" | "other_amount" | "credited_by_chain";

/** What becomes of a credit by hand, given what its hash did to the wallet before. Pure. */
export function decideManual(amount: Units, earlier: EarlierCredit | null): ManualDecision {
  if (earlier === null) return "credit";
  if (earlier.source === "chain") return "credited_by_chain";
  return earlier.amount === amount ? "repeat" : "other_amount";
}

const CHAIN_HASH = /^(0x)?[0-9a-f]{64}$/i;

/** One spelling for each transaction: 64 hex digits are a hash however written, anything else is itself. */
export function normalHash(text: string): string {
  return CHAIN_HASH.test(text) ? text.slice(-64).toLowerCase() : text;
}
