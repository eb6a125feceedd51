import type { Invariant } from "./invariants";

/** What the ledger, the withdrawals and their transactions must agree on. */
export const WITHDRAWAL_RULES: readonly Invariant[] = [
  {
    id: "I18",
    rule: "a settled withdrawal has exactly one final payment and its posting; no other has a posting, none has two payments",
    breaches: `select w.merchant_id, w.id, w.type, w.state, coalesce(r.finals, 0)::int as finals, t.kind
      from withdrawals w
      left join (
        select cause_id, count(*) as finals, max(tx_hash) as tx_hash from signing_requests
        where purpose = 'withdrawal' and state = 'final' group by cause_id) r on r.cause_id = w.id
      left join ledger_transactions t on t.merchant_id = w.merchant_id
        and t.cause = case w.type when 'fee_settlement' then 'fees_settled:' else 'withdrawal_ended:' end || w.id
      where coalesce(r.finals, 0) > 1
        or (w.state = 'settled') <> (coalesce(t.kind, '') in ('withdrawal_settled', 'fees_settled'))
        or (w.state = 'settled' and (r.finals is distinct from 1 or r.tx_hash is distinct from w.tx_hash))
        or (r.finals = 1 and w.state not in ('sent', 'included', 'settled'))
        or (w.type <> 'fee_settlement'
          and (w.state in ('failed', 'rejected')) <> (coalesce(t.kind, '') = 'withdrawal_released'))`,
  },
  {
    id: "I19",
    rule: "what is held, of money and of figures, is what live withdrawals reserved",
    breaches: `select merchant_id, network, asset, sum(off)::text as off from (
        select merchant_id, network, 'money' as asset, hold_units as off from withdrawals
        where state in ('pending', 'approved', 'sent', 'included')
        union all
        select merchant_id, network, 'figure', figure_units from withdrawals
        where state in ('pending', 'approved', 'sent', 'included')
        union all
        select a.merchant_id, a.network, case a.kind when 'held' then 'money' else 'figure' end, e.amount_units
        from ledger_entries e join ledger_accounts a on a.merchant_id = e.merchant_id and a.path = e.path
        where a.kind in ('held', 'user_held')) x
      group by merchant_id, network, asset having sum(off) <> 0`,
  },
  {
    id: "I20",
    rule: "a settled withdrawal took what its recipient got from the merchant's own wallet, and its fee from the hold",
    breaches: `select w.merchant_id, w.id,
        coalesce(sum(e.amount_units) filter (where a.kind = 'chain'), 0)::text as from_wallet,
        coalesce(sum(e.amount_units) filter (where a.kind = 'fees'), 0)::text as fees
      from withdrawals w
      join ledger_transactions t on t.merchant_id = w.merchant_id
        and t.cause in ('withdrawal_ended:' || w.id, 'fees_settled:' || w.id)
        and t.kind in ('withdrawal_settled', 'fees_settled')
      join ledger_entries e on e.merchant_id = t.merchant_id and e.transaction_id = t.id
      join ledger_accounts a on a.merchant_id = e.merchant_id and a.path = e.path
      left join addresses d on a.kind = 'chain' and d.network = a.network and d.address = a.ref
      group by w.merchant_id, w.id, w.type, w.network, w.net_units, w.fee_units
      having coalesce(sum(e.amount_units) filter (where a.kind = 'chain'), 0) <> -w.net_units
        or bool_or(a.kind = 'chain' and (d.purpose is distinct from 'merchant' or d.merchant_id <> w.merchant_id))
        or bool_or(a.network <> w.network)
        or coalesce(sum(e.amount_units) filter (where a.kind = 'fees'), 0)
          <> case w.type when 'fee_settlement' then w.net_units else -w.fee_units end`,
  },
  {
    id: "I21",
    rule: "a withdrawal never has two payments that could both be mined",
    breaches: `select cause_id, count(*)::int as live from signing_requests
      where purpose = 'withdrawal' and state in ('signed', 'broadcast')
      group by cause_id having count(*) filter (where nonce is null) > 1 or count(distinct nonce) > 1
        or (count(nonce) > 0 and count(nonce) < count(*))`,
  },
  {
    id: "I22",
    rule: "completed is told when it is and only then, failed once, and never both",
    breaches: `select w.merchant_id, w.id, w.state,
        count(e.id) filter (where e.status = 'completed')::int as told_completed,
        count(e.id) filter (where e.status = 'failed')::int as told_failed
      from withdrawals w left join webhook_events e on e.merchant_id = w.merchant_id and e.subject_id = w.id
        and e.type in ('withdrawal', 'payout')
      where w.type <> 'fee_settlement'
      group by w.merchant_id, w.id
      having (w.state in ('included', 'settled')) <> (count(e.id) filter (where e.status = 'completed') > 0)
        or (w.state = 'failed')::int <> count(e.id) filter (where e.status = 'failed')
        or (w.state in ('included', 'settled')) <> (w.completed_at is not null)`,
  },
];
