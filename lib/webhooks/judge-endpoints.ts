import { asc, inArray, sql } from "drizzle-orm";
import { audit, type Context } from "@/lib/command";
import { merchants, type Tx, webhookEndpoints } from "@/lib/db";
import { tellDisabled, tellFailing } from "./endpoint-mails";
import { afterTries, type CountedTry, type Endpoint, type Judgement } from "./endpoint-state";

export interface JudgeOptions {
  /** Waits between the tries of one webhook (ms). */
  readonly scheduleMs: readonly number[];
  /** The page that mails lead to; null: none. */
  readonly link: string | null;
}

interface Judged extends Judgement {
  readonly merchantId: string;
}

/**
 * Counts tries for the endpoints that they went to, in the transaction that records them: rows are locked in one order,
 * so that of two who count at once the second goes on from the first, and people are told once. Disabling is audited.
 */
export async function judgeEndpoints(
  ctx: Context,
  tx: Tx,
  tries: ReadonlyMap<string, readonly CountedTry[]>,
  options: JudgeOptions,
): Promise<void> {
  const ids = [...tries.keys()].sort();
  await tx
    .insert(webhookEndpoints)
    .values(ids.map((merchantId) => ({ merchantId })))
    .onConflictDoNothing();
  const rows = await tx
    .select()
    .from(webhookEndpoints)
    .where(inArray(webhookEndpoints.merchantId, ids))
    .orderBy(asc(webhookEndpoints.merchantId))
    .for("update");
  const now = ctx.now();
  const judged = rows.map(({ merchantId, ...endpoint }) => ({
    merchantId,
    ...afterTries(endpoint, tries.get(merchantId) ?? [], now, options.scheduleMs),
  }));
  await write(tx, judged);
  const notable = judged.filter(({ tell, disabled }) => tell || disabled);
  if (notable.length > 0) await tellOf(ctx, tx, notable, options.link);
}

async function write(tx: Tx, judged: readonly Judged[]): Promise<void> {
  const rows = judged.map(({ merchantId, next }) => ({ merchantId, ...next }));
  await tx.execute(sql`
    update webhook_endpoints h set state = n.state, state_at = n."stateAt", reason = n.reason,
      failed_tries = n."failedTries", given_up = n."givenUp", failing_since = n."failingSince", told = n.told,
      told_at = n."toldAt"
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as n ("merchantId" uuid, state text,
      "stateAt" timestamptz, reason text, "failedTries" int, "givenUp" int, "failingSince" timestamptz, told int,
      "toldAt" timestamptz)
    where h.merchant_id = n."merchantId"`);
}

async function tellOf(
  ctx: Context,
  tx: Tx,
  notable: readonly Judged[],
  link: string | null,
): Promise<void> {
  const urls = await tx
    .select({ id: merchants.id, url: merchants.webhookUrl })
    .from(merchants)
    .where(
      inArray(
        merchants.id,
        notable.map(({ merchantId }) => merchantId),
      ),
    );
  for (const { merchantId, next: endpoint, disabled } of notable) {
    const url = urls.find(({ id }) => id === merchantId)?.url ?? "none";
    const about = { merchantId, url, endpoint, link };
    if (disabled) {
      await auditDisabled(ctx, tx, merchantId, url, endpoint);
      await tellDisabled(ctx, tx, about);
    } else {
      await tellFailing(ctx, tx, about);
    }
  }
}

function auditDisabled(
  ctx: Context,
  tx: Tx,
  merchantId: string,
  url: string,
  { reason, failedTries, givenUp, failingSince }: Endpoint,
): Promise<void> {
  return audit(ctx, tx, {
    merchantId,
    action: "webhook_endpoint.disabled",
    subjectKind: "merchant",
    subjectId: merchantId,
    data: { url, reason, failedTries, givenUp, failingSince: failingSince?.toISOString() ?? null },
  });
}
