import { sql } from "drizzle-orm";
import { type Context, merchantOf, requirePermission, transact } from "@/lib/command";
import { beginningOf, CANONICAL, isChain, sealOf } from "./audit-chain";

/** Where a chain is broken first. */
export interface ChainFault {
  /** `unsealed`: a row of the log is in no chain, and does not wait to be. */
  readonly kind: "altered" | "removed" | "gap" | "unsealed";
  readonly auditId: string;
  readonly position: number | null;
}

export interface ChainCheck {
  /** Null: the house's. */
  readonly merchantId: string | null;
  /** Rows that are as they were sealed, from the first on. */
  readonly rows: number;
  /** Null: all of them. */
  readonly fault: ChainFault | null;
}

const AT_ONCE = 2_000;

interface Sealed extends Record<string, unknown> {
  readonly position: string;
  readonly audit_id: string;
  readonly hash: Buffer;
  readonly canonical: string | null;
}

/** Whether the caller's part of the audit log is what was sealed, row by row from the first (D-30). Throws scope_missing. */
export async function verifyAuditChain(ctx: Context): Promise<ChainCheck> {
  requirePermission(ctx, "audit:read");
  return verifyChain(ctx, merchantOf(ctx));
}

/** Every chain, the house's first, and whether every row of the log is in one. Throws scope_missing. */
export async function verifyAuditChains(ctx: Context): Promise<readonly ChainCheck[]> {
  requirePermission(ctx, "jobs");
  const loose = await transact(ctx, (tx) =>
    tx.execute<{ id: string; merchant_id: string | null }>(sql`
      select l.id, l.merchant_id from audit_log l
      where not exists (select from audit_chain c where c.audit_id = l.id)
        and not exists (select from audit_pending p where p.audit_id = l.id) order by l.id limit 100`),
  );
  const merchants = await transact(ctx, (tx) =>
    tx.execute<{ id: string }>(sql`select id from merchants order by number`),
  );
  const checks: ChainCheck[] = [];
  for (const merchantId of [null, ...merchants.map(({ id }) => id)]) {
    const check = await verifyChain(ctx, merchantId);
    const lost = loose.find((row) => row.merchant_id === merchantId);
    const unsealed = lost && ({ kind: "unsealed", auditId: lost.id, position: null } as const);
    checks.push({ ...check, fault: check.fault ?? unsealed ?? null });
  }
  return checks;
}

async function verifyChain(ctx: Context, merchantId: string | null): Promise<ChainCheck> {
  let [rows, hash]: [number, Uint8Array] = [0, beginningOf(merchantId)];
  for (let batch = AT_ONCE; batch === AT_ONCE; ) {
    const sealed = await transact(ctx, (tx) =>
      tx.execute<Sealed>(sql`
        select c.position, c.audit_id, c.hash, case when l.id is not null then ${CANONICAL} end as canonical
        from audit_chain c left join audit_log l on l.id = c.audit_id
        where ${isChain(merchantId)} and c.position > ${rows} order by c.position limit ${AT_ONCE}`),
    );
    for (const row of sealed) {
      const kind = faultOf(row, rows + 1, hash);
      if (kind !== null) {
        const fault = { kind, auditId: row.audit_id, position: Number(row.position) };
        return { merchantId, rows, fault };
      }
      hash = row.hash;
      rows += 1;
    }
    batch = sealed.length;
  }
  return { merchantId, rows, fault: null };
}

function faultOf(row: Sealed, position: number, before: Uint8Array): ChainFault["kind"] | null {
  if (Number(row.position) !== position) return "gap";
  if (row.canonical === null) return "removed";
  return sealOf(before, row.canonical, row.audit_id).equals(row.hash) ? null : "altered";
}
