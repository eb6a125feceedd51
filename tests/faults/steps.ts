import type { Sql } from "postgres";

/** Every step of a deposit and its sweep, in the order of its life, told by what the database holds. */
export const STEPS = [
  "invoice created",
  "payment sent",
  "payment seen",
  "amount confirmed",
  "sweep planned",
  "gas asked for",
  "gas signed",
  "gas broadcast",
  // Tron's alone, where the gas wallet's stake is lent.
  "energy asked for",
  "energy signed",
  "energy broadcast",
  "transfer asked for",
  "transfer signed",
  "transfer broadcast",
  "transfer final",
  "sweep settled",
  "credited",
  "webhook sent",
] as const;
export type Step = (typeof STEPS)[number];

export interface StepFacts {
  readonly status: string;
  readonly seen: boolean;
  readonly sweep: string | null;
  readonly gas: string | null;
  readonly loan: string | null;
  readonly token: string | null;
  readonly delivered: boolean;
}

/** Reads how far an invoice has come. */
export async function readFacts(sql: Sql, invoiceId: string): Promise<StepFacts | null> {
  const [row] = await sql<StepFacts[]>`
    select i.status,
      exists (select 1 from chain_transfers t where t.owner_id = i.id and t.state <> 'orphaned') as seen,
      s.state as sweep,
      (select r.state from signing_requests r where r.cause_id = s.id and r.purpose = 'sweep_gas' order by attempt desc limit 1) as gas,
      (select r.state from energy_loans l join signing_requests r on r.cause_id = l.id and r.purpose = 'energy_loan'
        where l.merchant_id = s.merchant_id and l.sweep_id = s.id order by r.created_at desc limit 1) as loan,
      (select r.state from signing_requests r where r.cause_id = s.id and r.purpose = 'sweep_token' order by attempt desc limit 1) as token,
      exists (select 1 from webhook_events e where e.subject_id = i.id and e.delivery_status = 'delivered') as delivered
    from invoices i left join lateral (
      select * from sweeps s where s.merchant_id = i.merchant_id and s.from_address = i.address order by created_at desc limit 1) s on true
    where i.id = ${invoiceId}`;
  return row ?? null;
}

/** The furthest step that those facts show. */
export function stepOf(facts: StepFacts, paid: boolean): Step {
  if (facts.delivered) return "webhook sent";
  if (facts.status === "confirmed") return "credited";
  if (facts.sweep === "settled") return "sweep settled";
  const token = {
    pending: "transfer asked for",
    signed: "transfer signed",
    broadcast: "transfer broadcast",
    final: "transfer final",
  } as const;
  if (facts.token !== null && facts.token in token) return token[facts.token as keyof typeof token];
  const loan = {
    pending: "energy asked for",
    signed: "energy signed",
    broadcast: "energy broadcast",
    final: "energy broadcast",
  } as const;
  if (facts.loan !== null && facts.loan in loan) return loan[facts.loan as keyof typeof loan];
  const gas = {
    pending: "gas asked for",
    signed: "gas signed",
    broadcast: "gas broadcast",
  } as const;
  if (facts.gas !== null && facts.gas in gas) return gas[facts.gas as keyof typeof gas];
  if (facts.sweep !== null) return "sweep planned";
  if (facts.status === "amount_confirmed") return "amount confirmed";
  if (facts.seen) return "payment seen";
  return paid ? "payment sent" : "invoice created";
}
