import { auditLog, type Tx } from "@/lib/db";
import { newId } from "@/lib/kit";
import { actorText, type Context } from "./context";

export interface AuditEntry {
  readonly merchantId: string | null;
  readonly action: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  /** Amounts as decimal strings. Never a secret. */
  readonly data?: Readonly<Record<string, unknown>>;
}

/** Writes who did what, in the transaction that it tells of. */
export async function audit(ctx: Context, tx: Tx, entry: AuditEntry): Promise<void> {
  await tx.insert(auditLog).values({
    merchantId: entry.merchantId,
    id: newId(),
    actor: actorText(ctx.actor),
    action: entry.action,
    subjectKind: entry.subjectKind,
    subjectId: entry.subjectId,
    requestId: ctx.requestId,
    data: entry.data ?? {},
    createdAt: ctx.now(),
  });
}
