import { type SQL, sql } from "drizzle-orm";

type Moment = string | null;

/** What a record's detail is made from beside its own row; numbers of the database come as text. */
export type FactsRow = {
  readonly settled_at: Moment;
  readonly failed_at: Moment;
  readonly cancelled_at: Moment;
  readonly extended_at: Moment;
  readonly approved_at: Moment;
  readonly address: string | null;
  readonly customer_id: string | null;
  readonly blocked_reason: string | null;
  readonly payer: Readonly<Record<"username" | "name" | "email" | "phone", string | null>> | null;
};

export type TransferFacts = {
  readonly tx_hash: string;
  readonly log_index: number;
  readonly height: string;
  readonly block_time: string;
  readonly from_address: string;
  readonly amount_units: string;
  readonly state: "seen" | "final" | "orphaned";
  readonly late: boolean;
  readonly first_seen_at: string;
  readonly final_at: Moment;
};

export type SweepFacts = {
  readonly id: string;
  readonly state: string;
  readonly method: string | null;
  readonly amount_units: string;
  readonly blocked_reason: string | null;
  readonly tx_hash: string | null;
  readonly batch_id: string | null;
  /** Sweeps in the same transaction, this one included. */
  readonly shared_by: number;
  readonly loan_ids: readonly string[];
  readonly created_at: string;
  readonly settled_at: Moment;
};

export type CostFacts = {
  readonly cause_id: string;
  readonly purpose: string;
  readonly tx_hash: string;
  readonly asset: string;
  readonly amount: string;
};

export type EventFacts = {
  readonly id: string;
  readonly status: string;
  readonly url: string | null;
  readonly delivery_status: "pending" | "delivered" | "failed";
  readonly last_error: string | null;
  readonly next_attempt_at: string | null;
  readonly created_at: string;
  readonly attempts: readonly {
    readonly attempt: number;
    readonly url: string;
    readonly started_at: string;
    readonly duration_ms: number;
    readonly status_code: number | null;
    readonly error: string | null;
    readonly response_excerpt: string | null;
  }[];
};

export type AuditFacts = {
  readonly id: string;
  readonly actor: string;
  readonly action: string;
  readonly subject_kind: string;
  readonly subject_id: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly created_at: string;
};

export type ContactFacts = {
  readonly email: string;
  readonly refund_address: string | null;
  readonly language: string;
  readonly created_at: string;
};

export type CustomerFacts = {
  readonly id: string;
  readonly user_id: string;
  readonly email: string;
  readonly name: string | null;
  readonly is_active: boolean;
  readonly created_at: string;
  readonly deposit_count: number | null;
  readonly deposited_units: string | null;
};

export function selectFacts(id: string): SQL {
  return sql`
    select settled_at, failed_at, cancelled_at, extended_at, null::timestamptz as approved_at, address::text,
      null::text as customer_id, null::text as blocked_reason, json_build_object('username', username,
      'name', nullif(concat_ws(' ', first_name, last_name), ''), 'email', email, 'phone', phone_number) as payer
    from invoices where merchant_id = bound.id and id = ${id}::uuid
    union all
    select null, null, null, null, null, (select w.address::text from customer_wallets w where w.merchant_id = bound.id
      and w.customer_id = d.customer_id and w.network = d.network), d.customer_id::text, null, null
    from deposits d where d.merchant_id = bound.id and d.id = ${id}::uuid
    union all
    select settled_at, null, null, null, approved_at, null, customer_id::text, blocked_reason, null
    from withdrawals where merchant_id = bound.id and id = ${id}::uuid`;
}

export function selectTransfers(id: string): SQL {
  return sql`
    select tx_hash, log_index, height, block_time, from_address, amount_units, state, late, first_seen_at, final_at
    from chain_transfers where merchant_id = bound.id and owner_id = ${id}::uuid
    order by first_seen_at, tx_hash, log_index limit 200`;
}

/** Sweeps of an address that may have moved what came to it from `since` on: of a lasting address the next alone. */
export function selectSweeps(
  network: string,
  address: string,
  since: string,
  lasting: boolean,
): SQL {
  return sql`
    select s.id, s.state, s.method, s.amount_units, s.blocked_reason, s.tx_hash, s.batch_id, s.created_at, s.settled_at,
      greatest(1, (select count(*)::int from sweep_batch_members m
        where m.merchant_id = bound.id and m.batch_id = s.batch_id)) as shared_by,
      array(select l.id::text from energy_loans l where l.merchant_id = bound.id and l.sweep_id = s.id) as loan_ids
    from sweeps s where s.merchant_id = bound.id and s.network = ${network} and s.from_address = ${address}
      and (s.settled_at is null or s.settled_at >= ${since}::timestamptz)
    order by s.created_at limit ${lasting ? 1 : 20}`;
}

export function selectCosts(causes: readonly string[]): SQL {
  return sql`
    select cause_id::text, purpose, tx_hash, asset, amount::text
    from costs_of(bound.id, ${`{${causes.join(",")}}`}::uuid[]) order by created_at, tx_hash`;
}

export function selectEvents(id: string): SQL {
  return sql`
    select e.id, e.status, e.url, e.last_error, e.created_at,
      case e.delivery_status when 'held' then 'pending' else e.delivery_status end as delivery_status,
      case e.delivery_status when 'held' then null else e.next_attempt_at end as next_attempt_at, coalesce((
      select json_agg(a order by a.attempt) from (
        select attempt, url, started_at, duration_ms, status_code, error, response_excerpt from webhook_attempts
        where merchant_id = bound.id and event_id = e.id order by attempt desc limit 50) a), '[]') as attempts
    from webhook_events e where e.merchant_id = bound.id and e.subject_id = ${id}::uuid order by e.id limit 100`;
}

export function selectAudit(subjects: readonly string[]): SQL {
  return sql`
    select id, actor, action, subject_kind, subject_id, data, created_at from audit_log
    where merchant_id = bound.id and subject_id = any(${`{${subjects.join(",")}}`}::text[])
    order by created_at, id limit 300`;
}

export function selectContacts(id: string): SQL {
  return sql`
    select email, refund_address, language, created_at from payer_contacts
    where merchant_id = bound.id and invoice_id = ${id}::uuid order by created_at limit 20`;
}

export function selectCustomer(id: string, network: string): SQL {
  return sql`
    select c.id, c.user_id, c.email, nullif(concat_ws(' ', c.first_name, c.last_name), '') as name, c.is_active,
      c.created_at, w.deposit_count, w.deposited_units
    from customers c left join customer_wallets w
      on w.merchant_id = bound.id and w.customer_id = c.id and w.network = ${network}
    where c.merchant_id = bound.id and c.id = ${id}::uuid`;
}
