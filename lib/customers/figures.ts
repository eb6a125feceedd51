import { sql } from "drizzle-orm";
import type { Tx } from "@/lib/db";
import { NETWORK_IDS, type NetworkId, type Units, units } from "@/lib/kit";
import { account, accountPath } from "@/lib/ledger";

/** What a user may spend on a network, and what withdrawals hold. Micro-USDT. */
export interface Figure {
  readonly network: NetworkId;
  readonly figure: Units;
  readonly held: Units;
}

/** The figures of many customers in one question, by the customers' ids, in the order of the networks. */
export async function readFigures(
  tx: Tx,
  merchantId: string,
  customers: readonly string[],
): Promise<ReadonlyMap<string, readonly Figure[]>> {
  const path = (network: NetworkId, kind: "user_figure" | "user_held", id: string) =>
    accountPath(account(network, kind, id));
  const paths = customers.flatMap((id) =>
    NETWORK_IDS.flatMap((network) => [
      path(network, "user_figure", id),
      path(network, "user_held", id),
    ]),
  );
  const wanted = sql`${sql.param(paths)}::text[]`;
  const rows =
    paths.length === 0
      ? []
      : await tx.execute<{ path: string; balance: string }>(sql`
        select path, sum(amount)::text as balance from (
          select path, balance_units as amount from ledger_balances where merchant_id = ${merchantId} and path = any(${wanted})
          union all
          select path, amount_units from ledger_deltas where merchant_id = ${merchantId} and path = any(${wanted})) x
        group by path`);
  const balances = new Map(rows.map((row) => [row.path, units(BigInt(row.balance))]));
  const of = (at: string) => balances.get(at) ?? units(0n);
  return new Map(
    customers.map((id) => [
      id,
      NETWORK_IDS.map((network) => ({
        network,
        figure: of(path(network, "user_figure", id)),
        held: of(path(network, "user_held", id)),
      })),
    ]),
  );
}
