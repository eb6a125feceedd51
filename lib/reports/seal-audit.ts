import { sql } from "drizzle-orm";
import { type Context, requirePermission, transact } from "@/lib/command";
import { auditChain, type Tx } from "@/lib/db";
import { beginningOf, CANONICAL, isChain, sealOf } from "./audit-chain";

const AT_ONCE = 500;

interface Pending extends Record<string, unknown> {
  readonly audit_id: string;
  readonly merchant_id: string | null;
  readonly canonical: string | null;
}

/**
 * Puts new rows of the audit log into the chains of their merchants, in the order of their ids as far as they are there;
 * answers how many. Two workers at once wait for each other, and a place in a chain is taken once (D-30). Throws scope_missing.
 */
export async function sealAudit(ctx: Context): Promise<number> {
  requirePermission(ctx, "jobs");
  return transact(ctx, async (tx) => {
    const rows = await tx.execute<Pending>(sql`
      with taken as (
        delete from audit_pending where audit_id in (
          select audit_id from audit_pending order by audit_id limit ${AT_ONCE}) returning audit_id
      )
      select t.audit_id, row.merchant_id, row.canonical from taken t left join lateral (
        select l.merchant_id, ${CANONICAL} as canonical from audit_log l where l.id = t.audit_id offset 0
      ) row on true order by t.audit_id`);
    const chains = new Map<string | null, Pending[]>();
    for (const row of rows) {
      const chain = chains.get(row.merchant_id);
      if (chain) chain.push(row);
      else chains.set(row.merchant_id, [row]);
    }
    for (const [merchantId, pending] of chains) await extend(ctx, tx, merchantId, pending);
    return rows.length;
  });
}

async function extend(
  ctx: Context,
  tx: Tx,
  merchantId: string | null,
  pending: readonly Pending[],
): Promise<void> {
  const [last] = await tx.execute<{ position: string; hash: Buffer }>(sql`
    select position, hash from audit_chain c where ${isChain(merchantId)} order by position desc limit 1`);
  let position = Number(last?.position ?? 0);
  let hash: Buffer = last?.hash ?? beginningOf(merchantId);
  const sealedAt = ctx.now();
  const sealed = pending.map(({ audit_id: auditId, canonical }) => {
    position += 1;
    hash = sealOf(hash, canonical, auditId);
    return { merchantId, position, auditId, hash: new Uint8Array(hash), sealedAt };
  });
  await tx.insert(auditChain).values(sealed);
}
