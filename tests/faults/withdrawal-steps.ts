import type { Sql } from "postgres";

/** Every step of money on its way out, in the order of its life, told by what the database holds. */
export const OUT_STEPS = [
  "accepted",
  "payment asked for",
  "payment signed",
  "payment broadcast",
  "included",
  "payment final",
  "settled",
  "told",
] as const;
export type OutStep = (typeof OUT_STEPS)[number];

export interface OutFacts {
  readonly state: string;
  readonly payment: string | null;
  readonly delivered: boolean;
}

/** Reads how far a withdrawal or payout has come; null when there is none of that id. */
export async function readOutFacts(sql: Sql, id: string): Promise<OutFacts | null> {
  const [row] = await sql<OutFacts[]>`
    select w.state,
      (select r.state from signing_requests r where r.cause_id = w.id and r.purpose = 'withdrawal'
        order by attempt desc limit 1) as payment,
      exists (select 1 from webhook_events e where e.subject_id = w.id and e.status = 'completed'
        and e.delivery_status = 'delivered') as delivered
    from withdrawals w where w.id = ${id}`;
  return row ?? null;
}

/** The furthest step that those facts show. */
export function outStepOf(facts: OutFacts): OutStep {
  if (facts.state === "settled") return facts.delivered ? "told" : "settled";
  if (facts.payment === "final") return "payment final";
  if (facts.state === "included") return "included";
  if (facts.payment === "broadcast") return "payment broadcast";
  if (facts.payment === "signed") return "payment signed";
  return facts.payment === null ? "accepted" : "payment asked for";
}
