import { and, eq, isNotNull } from "drizzle-orm";
import { auditLog, challenges, type Tx } from "@/lib/db";
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

/** Writes who did what, in the transaction that it tells of; and by what they proved themselves, where that took a code. */
export async function audit(ctx: Context, tx: Tx, entry: AuditEntry): Promise<void> {
  await tx.insert(auditLog).values({
    merchantId: entry.merchantId,
    id: newId(),
    actor: actorText(ctx.actor),
    action: entry.action,
    subjectKind: entry.subjectKind,
    subjectId: entry.subjectId,
    requestId: ctx.requestId,
    data: { ...entry.data, ...(await secondFactorOf(ctx, tx)) },
    createdAt: ctx.now(),
  });
}

/** What confirmed the challenge that this transaction spent (D-30). */
async function secondFactorOf(ctx: Context, tx: Tx): Promise<object> {
  if (ctx.actor.kind !== "user" || ctx.stepUp === undefined) return {};
  const [spent] = await tx
    .select({ secondFactor: challenges.confirmedBy })
    .from(challenges)
    .where(
      and(
        eq(challenges.userId, ctx.actor.id),
        eq(challenges.id, ctx.stepUp),
        isNotNull(challenges.spentAt),
      ),
    );
  return spent ?? {};
}
