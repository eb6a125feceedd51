import { sql } from "drizzle-orm";
import { type Context, readAsOperator } from "@/lib/command";
import { type NetworkId, type Units, units } from "@/lib/kit";

/** The operator's fees of one merchant on one network, micro-USDT. */
export interface FeeAccount {
  readonly merchantId: string;
  readonly number: number;
  readonly name: string;
  readonly network: NetworkId;
  /** All that was ever taken: what is due and what was settled. */
  readonly collected: Units;
  readonly settled: Units;
  /** What stands in the account. */
  readonly due: Units;
  /** What of it is on its way to the operator. */
  readonly underway: Units;
  readonly lastSettledAt: Date | null;
}

interface Row extends Record<string, unknown> {
  readonly merchant_id: string;
  readonly number: number;
  readonly name: string;
  readonly network: NetworkId;
  readonly due: string;
  readonly settled: string;
  readonly underway: string;
  readonly last_settled_at: string | null;
}

/** Which accounts: of one merchant, or a page of all. */
export interface FeeAccountQuery {
  readonly merchantId?: string;
  readonly limit?: number;
  readonly offset?: number;
}

/** Accounts of collected fees, by merchant's number and network. For operators. Throws scope_missing. */
export async function listFeeAccounts(
  ctx: Context,
  { merchantId, limit, offset = 0 }: FeeAccountQuery = {},
): Promise<readonly FeeAccount[]> {
  const rows = await readAsOperator<Row>(
    ctx,
    sql`select * from operator_fee_accounts(${merchantId ?? null}::uuid, ${limit ?? null}::integer, ${offset}::integer)`,
  );
  return rows.map((row) => {
    const due = units(BigInt(row.due));
    const settled = units(BigInt(row.settled));
    return {
      merchantId: row.merchant_id,
      number: row.number,
      name: row.name,
      network: row.network,
      collected: units(due + settled),
      settled,
      due,
      underway: units(BigInt(row.underway)),
      lastSettledAt: row.last_settled_at === null ? null : new Date(row.last_settled_at),
    };
  });
}
