import type { Context } from "@/lib/command";
import { transact } from "@/lib/command";
import type { Database } from "@/lib/db";
import { newClientId, newId, silentLogger, type Units, units } from "@/lib/kit";
import { type AccountKind, account, getBalance, type Posting, post } from "@/lib/ledger";

export const NETWORK = "USDT-TRC20" as const;

/** Adds merchants with the least that a row needs; `db` must be allowed to (owner or worker). */
export async function addMerchants(db: Database, count = 1): Promise<string[]> {
  const [last] = await db.sql`select coalesce(max(number), 0)::int as number from merchants`;
  const rows = Array.from({ length: count }, (_, at) => ({
    id: newId(),
    number: Number(last?.number) + at + 1,
    client_id: newClientId(),
    name: `Merchant ${at}`,
    webhook_secret: "sealed",
    fee_tiers: "[]",
    created_at: new Date(),
  }));
  await db.sql`insert into merchants ${db.sql(rows)}`;
  return rows.map((row) => row.id);
}

/** A context bound to one merchant, as the web process has. */
export function contextOf(db: Database, merchantId: string | null): Context {
  return {
    db,
    merchantId,
    actor: { kind: "job", name: "test" },
    permissions: new Set(["jobs"]),
    requestId: "test",
    log: silentLogger,
    now: () => new Date(),
  };
}

/** One posting in a transaction of its own. */
export function postOne(db: Database, merchantId: string, posting: Posting) {
  return transact(contextOf(db, merchantId), (tx) => post(tx, merchantId, posting));
}

export function balanceOf(
  db: Database,
  merchantId: string,
  kind: AccountKind,
  ref = "",
): Promise<Units> {
  return transact(contextOf(db, merchantId), (tx) =>
    getBalance(tx, merchantId, account(NETWORK, kind, ref)),
  );
}

export function usdt(whole: number): Units {
  return units(BigInt(whole) * 1_000_000n);
}
