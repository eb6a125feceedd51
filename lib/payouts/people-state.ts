import { type Units, units } from "@/lib/kit";

/** How many people a sum takes by the merchant's rule (null: one is enough). Pure. */
export function peopleNeeded(amount: Units, fourEyesAbove: Units | null): 1 | 2 {
  return fourEyesAbove !== null && amount >= fourEyesAbove ? 2 : 1;
}

/** The most that can be paid out of what is available; none where the fee alone is more. Pure. */
export function mostOf(available: Units, fee: Units, feePayer: "merchant" | "user"): Units {
  const most = feePayer === "merchant" ? available - fee : available;
  return units(most > 0n ? most : 0n);
}

/** What letting a withdrawal go takes. Users and the makers of keys by their ids. */
export interface ApprovalFacts {
  readonly type: "withdrawal" | "payout";
  readonly amount: Units;
  readonly fourEyesAbove: Units | null;
  /** The person who asked for it, or who made the API key that did; null: nobody of the team. */
  readonly askedBy: string | null;
  /** Who approved it before. */
  readonly approvedBy: readonly string[];
}

export type ApprovalDecision = "not_by_asker" | "approved_before" | "recorded" | "released";

/**
 * What a person's word does to money that waits. A payout waits because its maker is one person of two; a withdrawal of
 * that size takes two, none of them whoever asked for it. Pure.
 */
export function decideApproval(facts: ApprovalFacts, userId: string): ApprovalDecision {
  const two = peopleNeeded(facts.amount, facts.fourEyesAbove) === 2;
  const payout = facts.type === "payout";
  if (facts.askedBy === userId && (payout || two)) return "not_by_asker";
  const others = facts.approvedBy.filter((id) => id !== userId).length;
  const enough = others + 1 >= (two && !payout ? 2 : 1);
  if (enough) return "released";
  return facts.approvedBy.includes(userId) ? "approved_before" : "recorded";
}
