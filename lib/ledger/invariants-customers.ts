import type { Invariant } from "./invariants";

/** What the figures of a platform's users must agree with. That they sum to what was issued is I13's. */
export const CUSTOMER_RULES: readonly Invariant[] = [
  {
    id: "I15",
    rule: "a customer's figure rose by what deposits and the merchant's word say, and by nothing else",
    breaches: `select merchant_id, network, customer, sum(said)::text as said, sum(risen)::text as risen from (
        select merchant_id, network, customer_id::text as customer, figure_units as said, 0 as risen
        from deposits where kind = 'user'
        union all
        select c.merchant_id, c.network, w.customer_id::text, c.amount_units, 0
        from customer_credits c left join customer_wallets w
          on w.merchant_id = c.merchant_id and w.network = c.network and w.address = c.address
        where c.source = 'manual'
        union all
        select a.merchant_id, a.network, a.ref, 0, -e.amount_units
        from ledger_entries e
        join ledger_accounts a on a.merchant_id = e.merchant_id and a.path = e.path and a.kind = 'user_figure'
        join ledger_transactions t on t.merchant_id = e.merchant_id and t.id = e.transaction_id
        where t.kind = 'figure_credited') x
      group by merchant_id, network, customer having sum(said) <> sum(risen) or customer is null`,
  },
  {
    id: "I16",
    rule: "a deposit raises the figure by its amount, less the fee where the user pays, or says why not; once confirmed",
    breaches: `select merchant_id, id, status, reason, figure_units::text as figure from deposits
      where kind = 'user' and (
        (status <> 'confirmed' and (figure_units <> 0 or fee_units <> 0))
        or (status = 'confirmed' and figure_units <> case
          when reason in ('wallet_inactive', 'hash_already_used') then 0
          when fee_payer = 'user' then amount_units - fee_units else amount_units end))`,
  },
  {
    id: "I17",
    rule: "a wallet counts its confirmed deposits",
    breaches: `select w.merchant_id, w.customer_id, w.network, w.deposit_count, count(d.id)::int as confirmed
      from customer_wallets w left join deposits d
        on d.merchant_id = w.merchant_id and d.customer_id = w.customer_id and d.network = w.network
        and d.status = 'confirmed'
      group by w.merchant_id, w.customer_id, w.network
      having w.deposit_count <> count(d.id) or w.deposited_units <> coalesce(sum(d.amount_units), 0)`,
  },
  {
    id: "I25",
    rule: "a figure that a person corrected moved by exactly that, for that customer, and by no other correction",
    breaches: `select coalesce(f.merchant_id, m.merchant_id) as merchant_id, coalesce(f.id::text, m.cause) as adjustment,
        f.amount_units::text as said, m.moved::text as moved
      from figure_adjustments f full join (
        select t.merchant_id, t.cause, a.network, a.ref as customer, -sum(e.amount_units) as moved
        from ledger_transactions t
        join ledger_entries e on e.merchant_id = t.merchant_id and e.transaction_id = t.id
        join ledger_accounts a on a.merchant_id = e.merchant_id and a.path = e.path and a.kind = 'user_figure'
        where t.kind in ('figure_raised', 'figure_lowered')
        group by t.merchant_id, t.cause, a.network, a.ref) m
      on m.merchant_id = f.merchant_id and m.cause = 'figure_adjusted:' || f.id and m.network = f.network
        and m.customer = f.customer_id::text
      where f.id is null or m.cause is null or f.amount_units <> m.moved`,
  },
];
