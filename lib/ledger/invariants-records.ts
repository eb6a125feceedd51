import type { Invariant } from "./invariants";

/** What the ledger and the records that money came for must agree on. */
export const RECORD_RULES: readonly Invariant[] = [
  {
    id: "I4",
    rule: "each final transfer was received exactly once, whole, on its own address, and nothing else was",
    breaches: `select coalesce(t.merchant_id, l.merchant_id) as merchant_id, t.tx_hash, t.log_index,
        count(l.id)::int as times, min(l.cause) as cause
      from (select *, network || ':' || tx_hash || ':' || log_index as key from chain_transfers where state = 'final') t
      full join (
        select merchant_id, id, cause, substr(cause, strpos(cause, ':') + 1) as key
        from ledger_transactions where kind in ('deposit_received', 'top_up_credited')) l
        on l.merchant_id = t.merchant_id and l.key = t.key
      left join ledger_entries e on e.merchant_id = l.merchant_id and e.transaction_id = l.id
        and e.path = t.network || '/chain/' || t.to_address
      group by coalesce(t.merchant_id, l.merchant_id), t.network, t.tx_hash, t.log_index, t.amount_units, coalesce(t.key, l.key)
      having t.tx_hash is null or count(l.id) <> 1 or sum(e.amount_units) is distinct from t.amount_units`,
  },
  {
    id: "I5",
    rule: "each sweep moved its tokens in at most one transaction, and a settled one in exactly that",
    breaches: `select s.merchant_id, s.id, s.state, s.tx_hash, count(r.id)::int as final
      from sweeps s left join signing_requests r
        on r.state = 'final' and ((r.purpose = 'sweep_token' and r.cause_id = s.id)
          or (r.purpose = 'sweep_batch' and r.cause_id = s.batch_id))
      group by s.merchant_id, s.id, s.state, s.tx_hash
      having count(r.id) > 1 or (s.state = 'settled' and max(r.tx_hash) is distinct from s.tx_hash)`,
  },
  {
    id: "I24",
    rule: "stake is lent at most once for each loan, and comes back at most once, of what was lent alone",
    breaches: `select l.merchant_id, l.id, l.state,
        count(r.id) filter (where r.purpose = 'energy_loan')::int as lent,
        count(r.id) filter (where r.purpose = 'energy_reclaim')::int as reclaimed
      from energy_loans l left join signing_requests r
        on r.state = 'final' and r.cause_id = l.id and r.purpose in ('energy_loan', 'energy_reclaim')
      group by l.merchant_id, l.id, l.state
      having count(r.id) filter (where r.purpose = 'energy_loan')
          not between (l.state not in ('lending', 'failed'))::int and (l.state <> 'failed')::int
        or count(r.id) filter (where r.purpose = 'energy_reclaim')
          not between (l.state = 'reclaimed')::int and (l.state in ('reclaiming', 'reclaimed'))::int`,
  },
  {
    id: "I7",
    rule: "each end of an invoice was told: failed once, confirmed at least once, and neither without cause",
    breaches: `select i.merchant_id, i.id, i.status,
        count(e.id) filter (where e.status = 'failed')::int as told_failed,
        count(e.id) filter (where e.status = 'confirmed')::int as told_confirmed
      from invoices i left join webhook_events e
        on e.merchant_id = i.merchant_id and e.subject_id = i.id and e.type = 'deposit'
      group by i.merchant_id, i.id
      having (i.failed_at is not null)::int <> count(e.id) filter (where e.status = 'failed')
        or (i.confirmed_at is not null) <> (count(e.id) filter (where e.status = 'confirmed') > 0)
        or (i.status = 'failed' and i.failed_at is null)
        or (i.status = 'confirmed' and i.confirmed_at is null)`,
  },
  {
    id: "I23",
    rule: "each confirmed deposit was told exactly once, and no other was",
    breaches: `select d.merchant_id, d.id, d.kind, d.status, count(e.id)::int as told
      from deposits d left join webhook_events e
        on e.merchant_id = d.merchant_id and e.subject_id = d.id and e.type = 'deposit'
      group by d.merchant_id, d.id
      having count(e.id) <> (d.status = 'confirmed')::int
        or count(e.id) filter (where e.status = 'confirmed') <> count(e.id)
        or (d.confirmed_at is not null) <> (d.status = 'confirmed')`,
  },
  {
    id: "I11",
    rule: "fees booked on invoices and deposits are what the fee accounts took",
    breaches: `select merchant_id, network, sum(booked)::text as booked, sum(taken)::text as taken from (
        select merchant_id, network, fee_units as booked, 0 as taken from invoices
        union all
        select merchant_id, network, fee_units, 0 from deposits
        union all
        select a.merchant_id, a.network, 0, -e.amount_units
        from ledger_entries e join ledger_accounts a on a.merchant_id = e.merchant_id and a.path = e.path
        join ledger_transactions t on t.merchant_id = e.merchant_id and t.id = e.transaction_id
        where a.kind = 'fees' and t.kind = 'deposit_credited') x
      group by merchant_id, network having sum(booked) <> sum(taken)`,
  },
  {
    id: "I12",
    rule: "no row joins two merchants",
    breaches: `select * from (
        select 'transfer to an address of another' as what, t.merchant_id, t.network || ':' || t.tx_hash as id
        from chain_transfers t left join addresses a on a.network = t.network and a.address = t.to_address
        where a.merchant_id is distinct from t.merchant_id
        union all
        select 'transfer for an invoice of another', t.merchant_id, t.network || ':' || t.tx_hash
        from chain_transfers t left join invoices i on i.merchant_id = t.merchant_id and i.id = t.owner_id
        where t.owner_kind = 'invoice' and i.id is null
        union all
        select 'transfer for a deposit of another', t.merchant_id, t.network || ':' || t.tx_hash
        from chain_transfers t left join deposits d on d.merchant_id = t.merchant_id and d.id = t.owner_id
        where t.owner_kind in ('merchant', 'user') and (d.id is null
          or d.kind <> case t.owner_kind when 'user' then 'user' else 'top_up' end
          or (d.network, d.tx_hash, d.log_index, d.amount_units)
            is distinct from (t.network, t.tx_hash, t.log_index, t.amount_units))
        union all
        select 'wallet with an address of another', w.merchant_id, w.customer_id::text
        from customer_wallets w left join addresses a on a.network = w.network and a.address = w.address
        where a.merchant_id is distinct from w.merchant_id or a.owner_id is distinct from w.customer_id
          or a.owner_kind is distinct from 'user'
        union all
        select 'deposit to a wallet of another', d.merchant_id, d.id::text
        from deposits d left join customer_wallets w
          on w.merchant_id = d.merchant_id and w.customer_id = d.customer_id and w.network = d.network
        where d.kind = 'user' and w.wallet_address is distinct from d.wallet_address
        union all
        select 'invoice with an address of another', i.merchant_id, i.id::text
        from invoices i left join addresses a on a.network = i.network and a.address = i.address
        where a.merchant_id is distinct from i.merchant_id or a.owner_id is distinct from i.id
        union all
        select 'sweep between addresses of others', s.merchant_id, s.id::text
        from sweeps s
        left join addresses f on f.network = s.network and f.address = s.from_address
        left join addresses w on w.network = s.network and w.address = s.to_address
        where f.merchant_id is distinct from s.merchant_id or w.merchant_id is distinct from s.merchant_id
        union all
        select 'signature for the sweep of another', r.merchant_id, r.id::text
        from signing_requests r join sweeps s on s.id = r.cause_id
        where r.purpose = 'sweep_token' and r.merchant_id is distinct from s.merchant_id
        union all
        select 'energy lent to the address of another', l.merchant_id, l.id::text
        from energy_loans l left join addresses a on a.network = l.network and a.address = l.to_address
        left join sweeps s on s.merchant_id = l.merchant_id and s.id = l.sweep_id
        where a.merchant_id is distinct from l.merchant_id or s.from_address is distinct from l.to_address
        union all
        select 'account of an address of another', l.merchant_id, l.path
        from ledger_accounts l left join addresses a on a.network = l.network and a.address = l.ref
        where l.kind = 'chain' and a.merchant_id is distinct from l.merchant_id
        union all
        select 'account of an invoice of another', l.merchant_id, l.path
        from ledger_accounts l join invoices i on i.id::text = l.ref
        where l.kind = 'incoming' and i.merchant_id <> l.merchant_id
        union all
        select 'account of a deposit of another', l.merchant_id, l.path
        from ledger_accounts l join deposits d on d.id::text = l.ref
        where l.kind = 'incoming' and d.merchant_id <> l.merchant_id
        union all
        select 'figure of a customer of another', l.merchant_id, l.path
        from ledger_accounts l left join customers c on c.merchant_id = l.merchant_id and c.id::text = l.ref
        where l.kind in ('user_figure', 'user_held') and c.id is null
        union all
        select 'entry without its account or transaction', e.merchant_id, e.transaction_id::text
        from ledger_entries e
        left join ledger_accounts a on a.merchant_id = e.merchant_id and a.path = e.path
        left join ledger_transactions t on t.merchant_id = e.merchant_id and t.id = e.transaction_id
        where a.path is null or t.id is null
        union all
        select 'event of an invoice of another', e.merchant_id, e.id::text
        from webhook_events e join invoices i on i.id = e.subject_id where i.merchant_id <> e.merchant_id
        union all
        select 'event of a deposit of another', e.merchant_id, e.id::text
        from webhook_events e join deposits d on d.id = e.subject_id where d.merchant_id <> e.merchant_id
      ) x`,
  },
  {
    id: "I14",
    rule: "an invoice or deposit has received and credited what the ledger says",
    breaches: `select merchant_id, id, sum(received)::text as received_off, sum(waiting)::text as waiting_off from (
        select merchant_id, id::text, received_units as received, received_units - credited_units as waiting from invoices
        union all
        select merchant_id, id::text, amount_units, 0 from deposits where kind = 'user' and status = 'confirmed'
        union all
        select a.merchant_id, a.ref, least(e.amount_units, 0), e.amount_units
        from ledger_accounts a join ledger_entries e on e.merchant_id = a.merchant_id and e.path = a.path
        where a.kind = 'incoming') x
      group by merchant_id, id having sum(received) <> 0 or sum(waiting) <> 0`,
  },
];
