import { sql } from "drizzle-orm";
import { type Context, readAsOperator } from "@/lib/command";
import { present, units } from "@/lib/kit";
import { pageOf } from "./paging";
import type { OperatorMerchantLine, OperatorMerchantList, OperatorMerchantQuery } from "./shapes";

const VOLUME_MS = 30 * 86_400_000;
const MOST_SEARCH = 254;

interface Json {
  readonly id: string;
  readonly number: number;
  readonly name: string;
  readonly email: string | null;
  readonly status: OperatorMerchantLine["status"];
  readonly createdAt: string;
  readonly lastPaymentAt: string | null;
  readonly volume: string;
  readonly feesDue: string;
}

/** All merchants, newest first, a page at a time. For operators. Throws scope_missing, validation_failed. */
export async function listOperatorMerchants(
  ctx: Context,
  query: OperatorMerchantQuery,
): Promise<OperatorMerchantList> {
  const { limit, offset } = pageOf(query);
  // The database takes no zero character in a text.
  const search = (query.search ?? "").replaceAll("\0", "").trim().slice(0, MOST_SEARCH);
  const since = new Date(ctx.now().getTime() - VOLUME_MS).toISOString();
  const [found] = await readAsOperator<{ total: string; rows: readonly Json[] }>(
    ctx,
    sql`select * from operator_merchants(${search === "" ? null : search}::text, ${query.status ?? null}::text,
      ${since}::timestamptz, ${limit}::integer, ${offset}::integer)`,
  );
  const { total, rows } = present(found, "the list");
  return { total: Number(total), rows: rows.map(lineOf) };
}

function lineOf({ volume, feesDue, createdAt, lastPaymentAt, ...row }: Json): OperatorMerchantLine {
  return {
    ...row,
    createdAt: new Date(createdAt),
    lastPaymentAt: lastPaymentAt === null ? null : new Date(lastPaymentAt),
    volume30d: units(BigInt(volume)),
    feesDue: units(BigInt(feesDue)),
  };
}
