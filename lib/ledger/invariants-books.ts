import type { Invariant } from "./invariants";

/** What the ledger's own tables must agree on, whatever the rest of the house does. */
export const BOOK_RULES: readonly Invariant[] = [
  {
    id: "I1",
    rule: "each transaction has entries, and they sum to zero per network and asset",
    breaches: `select t.merchant_id, t.id, t.cause, a.network, sum(e.amount_units)::text as off
      from ledger_transactions t
      left join ledger_entries e on e.merchant_id = t.merchant_id and e.transaction_id = t.id
      left join ledger_accounts a on a.merchant_id = e.merchant_id and a.path = e.path
      group by t.merchant_id, t.id, t.cause, a.network, a.asset
      having count(e.line) = 0 or sum(e.amount_units) <> 0`,
  },
  {
    id: "I2",
    rule: "each balance is the sum of its entries",
    breaches: `select merchant_id, path, sum(entered)::text as entries, sum(stands)::text as balance from (
        select e.merchant_id, e.path, e.amount_units * coalesce(a.normal, 1) as entered, 0 as stands
        from ledger_entries e left join ledger_accounts a on a.merchant_id = e.merchant_id and a.path = e.path
        union all select merchant_id, path, 0, balance_units from ledger_balances
        union all select merchant_id, path, 0, amount_units from ledger_deltas) x
      group by merchant_id, path having sum(entered) <> sum(stands)`,
  },
  {
    id: "I3",
    rule: "no account is below zero",
    breaches: `select merchant_id, path, balance_units::text as balance from ledger_balances where balance_units < 0
      union all
      select e.merchant_id, e.path, sum(e.amount_units * a.normal)::text
      from ledger_entries e join ledger_accounts a on a.merchant_id = e.merchant_id and a.path = e.path
      group by e.merchant_id, e.path having sum(e.amount_units * a.normal) < 0`,
  },
  {
    id: "I13",
    rule: "chain + token fee = incoming + available + held + fees, by the balances of each merchant and network",
    breaches: `select a.merchant_id, a.network, sum(a.normal * s.amount)::text as off
      from ledger_accounts a join (
        select merchant_id, path, balance_units as amount from ledger_balances
        union all select merchant_id, path, amount_units from ledger_deltas) s
      on s.merchant_id = a.merchant_id and s.path = a.path
      group by a.merchant_id, a.network, a.asset having sum(a.normal * s.amount) <> 0`,
  },
];
