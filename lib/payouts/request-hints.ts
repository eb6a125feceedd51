import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/lib/db";

/** What to look at twice before a request is decided on. */
export interface RequestHints {
  /** Nothing of this user (or no payout of the merchant) was ever let go. */
  readonly first: boolean;
  /** The address was never paid for this user (or by a payout). */
  readonly newAddress: boolean;
  /** It could be taken for an address that is known. */
  readonly lookAlike: boolean;
  /** How many the same user (or the merchant's payouts) asked for in the 24 hours up to it, this one included. */
  readonly inLastDay: number;
}

type Row = {
  readonly id: string;
  readonly first: boolean;
  readonly new_address: boolean;
  readonly look_alike: boolean;
  readonly in_last_day: number;
};

/** The hints of a page of requests in one statement, each by an index; `getRequestFacts` says more of one. */
export async function readHints(
  tx: Tx,
  merchantId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, RequestHints>> {
  if (ids.length === 0) return new Map();
  const paid = sql`o.state in ('sent', 'included', 'settled')`;
  const rows = await tx.execute<Row>(sql`
    select w.id,
      ${byAsker((mine) => sql`not exists (${mine} and (o.state = 'approved' or ${paid}))`)} as first,
      ${byAsker(
        (mine) => sql`not exists (${mine} and ${paid}
          and o.wallet_address = w.wallet_address and o.network = w.network)`,
      )} as new_address,
      not exists (select from recipients r where r.merchant_id = w.merchant_id and r.network = w.network
        and r.look = w.look and r.wallet_address = w.wallet_address and r.removed_at is null)
      and (exists (select from recipients r where r.merchant_id = w.merchant_id and r.network = w.network
          and r.look = w.look and r.wallet_address <> w.wallet_address and r.removed_at is null)
        or exists (select from withdrawals o where o.merchant_id = w.merchant_id and o.network = w.network
          and o.look = w.look and o.wallet_address <> w.wallet_address and o.type <> 'fee_settlement'
          and ${paid})) as look_alike,
      ${byAsker(
        (
          mine,
        ) => sql`(select count(*)::int + 1 from (${mine} and o.state not in ('rejected', 'failed')
          and o.created_at > w.created_at - interval '24 hours' and o.created_at <= w.created_at) day)`,
      )} as in_last_day
    from withdrawals w
    where w.merchant_id = ${merchantId} and w.id = any(${`{${ids.join(",")}}`}::uuid[])`);
  return new Map(
    [...rows].map((row) => [
      row.id,
      {
        first: row.first,
        newAddress: row.new_address,
        lookAlike: row.look_alike,
        inLastDay: row.in_last_day,
      },
    ]),
  );
}

/** Once for the other requests of its user, once for the merchant's payouts: each has an index of its own. */
function byAsker(ask: (mine: SQL) => SQL): SQL {
  const others = sql`select from withdrawals o where o.merchant_id = w.merchant_id and o.id <> w.id`;
  const payouts = sql`${others} and o.type = 'payout'`;
  const ofUser = sql`${others} and o.customer_id = w.customer_id and o.type <> 'fee_settlement'`;
  return sql`case when w.customer_id is null then ${ask(payouts)} else ${ask(ofUser)} end`;
}
