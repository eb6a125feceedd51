import { sql } from "drizzle-orm";
import { databaseErrorCode, type Tx } from "@/lib/db";
import { AppError, newId, present } from "@/lib/kit";
import { accountPath, assetOf, normalOf } from "./accounts";
import type { Posting } from "./templates";

/** SQLSTATE that ledger_post raises when an account would fall below zero. */
const BALANCE_SHORT = "TG001";

/**
 * Writes a posting in the caller's transaction, in one statement. The same cause again changes nothing and
 * answers created = false; the same cause with other legs is an error.
 * Throws insufficient_balance when an account would fall below zero.
 */
export async function post(
  tx: Tx,
  merchantId: string,
  posting: Posting,
): Promise<{ readonly created: boolean }> {
  const accounts = posting.legs.map((leg) => leg.account);
  const assets = accounts.map(assetOf);
  try {
    const rows = await tx.execute<{ created: boolean }>(sql`
      select created from ledger_post(${merchantId}::uuid, ${newId()}::uuid, ${posting.cause}, ${posting.kind},
        ${array(accounts.map(accountPath))}::text[],
        ${array(accounts.map((a) => a.network))}::text[],
        ${array(accounts.map((a) => a.kind))}::text[],
        ${array(accounts.map((a) => a.ref))}::text[],
        ${array(assets.map((a) => a.asset))}::text[],
        ${array(assets.map((a) => a.scale))}::smallint[],
        ${array(accounts.map((a) => normalOf(a.kind)))}::smallint[],
        ${array(posting.legs.map((leg) => leg.amount))}::bigint[])`);
    return { created: present(rows[0], "the answer of ledger_post").created };
  } catch (error) {
    if (databaseErrorCode(error) !== BALANCE_SHORT) throw error;
    throw new AppError("insufficient_balance", {
      internal: `posting ${posting.cause}`,
      cause: error,
    });
  }
}

/** A PostgreSQL array literal; every element is quoted, so any text is safe. */
function array(values: readonly (string | number | bigint)[]): string {
  const quoted = values.map(
    (v) => `"${String(v).replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`,
  );
  return `{${quoted.join(",")}}`;
}
