import { createHash } from "node:crypto";
import { and, eq, isNotNull, isNull, sql } from "drizzle-orm";
import { challenges, type Tx } from "@/lib/db";
import { AppError } from "@/lib/kit";
import type { Context } from "./context";

/** What a one-time code is given for: every fact of it that matters, as it was shown. Amounts in micro-USDT. */
export type StepUpSubject = Readonly<Record<string, string | readonly string[] | null>>;

/** One digest for one subject: names in order, nothing left out. */
export function digestOf(kind: string, subject: StepUpSubject): Buffer {
  const facts = Object.keys(subject)
    .sort()
    .map((name) => [name, subject[name]]);
  return createHash("sha256")
    .update(JSON.stringify([kind, facts]))
    .digest();
}

/**
 * A person may do this with a one-time code that was given for exactly this; the code is spent in the transaction that
 * does it. Callers that are no persons have their own rules and pass. Throws step_up_required.
 */
export async function requireStepUp(
  ctx: Context,
  tx: Tx,
  kind: string,
  subject: StepUpSubject,
): Promise<void> {
  if (ctx.actor.kind !== "user") return;
  const spent =
    ctx.stepUp === undefined
      ? []
      : await tx
          .update(challenges)
          .set({ spentAt: sql`now()` })
          .where(
            and(
              eq(challenges.userId, ctx.actor.id),
              eq(challenges.id, ctx.stepUp),
              eq(challenges.kind, kind),
              eq(challenges.digest, digestOf(kind, subject)),
              sql`${challenges.aboutMerchantId} is not distinct from ${ctx.merchantId}::uuid`,
              isNotNull(challenges.confirmedAt),
              isNull(challenges.spentAt),
              sql`${challenges.expiresAt} > now()`,
            ),
          )
          .returning({ id: challenges.id });
  if (spent.length === 0) throw new AppError("step_up_required", { internal: kind });
}
