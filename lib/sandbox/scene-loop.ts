import { and, asc, eq, inArray, sql } from "drizzle-orm";
import { audit, type Context, operatorContext, transact } from "@/lib/command";
import type { Database, Tx } from "@/lib/db";
import { chainTransfers, invoices, sandboxPayments, sandboxScenes } from "@/lib/db";
import { isoTime, type Logger } from "@/lib/kit";

/** How the sandbox takes a payment back out of a chain. */
export interface Reorganiser {
  /** Whether a block holds that transaction. */
  holds(txHash: string): Promise<boolean>;
  /** Takes it out of the chain from that height on; false when a block there counts as final. */
  drop(txHash: string, height: number): Promise<boolean>;
}

export interface SceneLoopOptions {
  readonly db: Database;
  readonly log: Logger;
  readonly reorganisers: Readonly<Record<SceneRow["network"], Reorganiser>>;
  readonly now?: () => Date;
}

export type SceneRow = typeof sandboxScenes.$inferSelect;
type Step = SceneRow["step"];

const OPEN: Step[] = ["asked", "ended", "gone", "back"];
/** So long a payment stays away: the page must have time to say so. */
const GONE_MS = 4_000;
/** A scene that the chain does not play along with is given up, lest it hold up the next one. */
const PATIENCE_MS = 60_000;

/** Plays the open scenes one step on, each step stored. False: what they wait for is the chain, so the loop keeps its pace. */
export async function sceneRound(options: SceneLoopOptions): Promise<boolean> {
  const rows = await options.db.orm
    .select()
    .from(sandboxScenes)
    .where(inArray(sandboxScenes.step, OPEN))
    .orderBy(asc(sandboxScenes.createdAt), asc(sandboxScenes.id))
    .limit(50);
  for (const row of rows) {
    try {
      if (row.scene === "reorganise") await reorganise(options, row);
      else await endTime(options, row);
    } catch (error) {
      // A node that restarts is asked again in the next round.
      options.log.warn({ scene: row.id, err: error }, "a scene waits");
    }
  }
  return false;
}

function contextOf({ db, log, now }: SceneLoopOptions, row: SceneRow): Context {
  return operatorContext(db, "sandbox", log, row.merchantId, now);
}

/** The scene's next step, guarded by the one that it stands at. */
async function step(
  tx: Tx,
  ctx: Context,
  row: SceneRow,
  next: Step,
  error: string | null = null,
): Promise<void> {
  await tx
    .update(sandboxScenes)
    .set({ step: next, error, steppedAt: ctx.now() })
    .where(
      and(
        eq(sandboxScenes.merchantId, row.merchantId),
        eq(sandboxScenes.id, row.id),
        eq(sandboxScenes.step, row.step),
      ),
    );
}

/** `expire` and `late`: the time ends now; the late money is asked for when the invoice has failed. */
async function endTime(options: SceneLoopOptions, row: SceneRow): Promise<void> {
  const ctx = contextOf(options, row);
  await transact(ctx, async (tx) => {
    if (row.step === "asked") {
      const [ended] = await tx.execute<{ at: string | null }>(
        sql`select end_invoice_time(${row.merchantId}, ${row.id}, ${ctx.now().toISOString()}::timestamptz) as at`,
      );
      if (ended?.at) {
        await audit(ctx, tx, {
          merchantId: row.merchantId,
          action: "invoice.time_ended",
          subjectKind: "invoice",
          subjectId: row.invoiceId,
          data: { at: isoTime(new Date(ended.at)) },
        });
      }
      return step(tx, ctx, row, row.scene === "late" ? "ended" : "done");
    }
    const [invoice] = await tx
      .select({ status: invoices.status })
      .from(invoices)
      .where(and(eq(invoices.merchantId, row.merchantId), eq(invoices.id, row.invoiceId)));
    if (invoice?.status === "initiated") return;
    if (invoice?.status !== "failed") {
      return step(tx, ctx, row, "failed", `the invoice is ${invoice?.status}`);
    }
    await tx.insert(sandboxPayments).values({
      merchantId: row.merchantId,
      id: row.id,
      network: row.network,
      toAddress: row.toAddress,
      amountUnits: row.amountUnits,
      state: "asked",
      createdAt: ctx.now(),
    });
    return step(tx, ctx, row, "done");
  });
}

/** Its payment is taken out of the chain once it was seen, and the same bytes are sent again a little later. */
async function reorganise(options: SceneLoopOptions, row: SceneRow): Promise<void> {
  const ctx = contextOf(options, row);
  const to = (next: Step, error?: string) =>
    transact(ctx, (tx) => step(tx, ctx, row, next, error ?? null));
  const waited = ctx.now().getTime() - row.steppedAt.getTime();
  const { payment, transfer } = await lookAt(options.db, row);
  if (payment?.state === "failed" || payment === undefined) {
    return to("failed", "its payment was not sent");
  }
  const txHash = payment.txHash ?? "";
  switch (row.step) {
    case "asked": {
      const chain = options.reorganisers[row.network];
      if (transfer?.state === "final") return to("failed", "it was final before");
      // Also after a crash between the chain's turn and ours: it is gone, whoever stored it.
      if (transfer?.state === "orphaned") return to("gone");
      if (transfer?.state !== "seen") {
        return waited > PATIENCE_MS ? to("failed", "it was not seen") : undefined;
      }
      if (!(await chain.holds(txHash))) return to("gone");
      if (!(await chain.drop(txHash, transfer.height))) return to("failed", "it is all but final");
      return (await chain.holds(txHash)) ? undefined : to("gone");
    }
    case "gone":
      if (waited < GONE_MS) return;
      // The gateway has to have noticed first.
      if (transfer?.state === "seen" && waited < PATIENCE_MS) return;
      return transact(ctx, async (tx) => {
        await tx
          .update(sandboxPayments)
          .set({ state: "signed" })
          .where(
            and(
              eq(sandboxPayments.merchantId, row.merchantId),
              eq(sandboxPayments.id, row.id),
              eq(sandboxPayments.state, "sent"),
            ),
          );
        await step(tx, ctx, row, "back");
      });
    default:
      if (transfer?.state === "seen" || transfer?.state === "final") return to("done");
      if (waited > PATIENCE_MS) return to("failed", "it did not come back");
  }
}

async function lookAt(db: Database, row: SceneRow) {
  const [found] = await db.orm
    .select({ payment: sandboxPayments, transfer: chainTransfers })
    .from(sandboxPayments)
    .leftJoin(
      chainTransfers,
      and(
        eq(chainTransfers.network, sandboxPayments.network),
        eq(chainTransfers.txHash, sandboxPayments.txHash),
      ),
    )
    .where(and(eq(sandboxPayments.merchantId, row.merchantId), eq(sandboxPayments.id, row.id)));
  return { payment: found?.payment, transfer: found?.transfer ?? undefined };
}

/**
 * Whether a payment that a reorganisation is about to take back must wait with its signature: the account that such
 * payments come from has one nonce in the air at a time.
 */
export async function waitsForAnother(db: Database, paymentId: string): Promise<boolean> {
  const rows = await db.orm
    .select({ id: sandboxScenes.id })
    .from(sandboxScenes)
    .where(
      and(
        eq(sandboxScenes.network, "USDT-ERC20"),
        eq(sandboxScenes.scene, "reorganise"),
        inArray(sandboxScenes.step, OPEN),
      ),
    )
    .orderBy(asc(sandboxScenes.createdAt), asc(sandboxScenes.id))
    .limit(1);
  return rows[0] !== undefined && rows[0].id !== paymentId;
}

/** The payments that a reorganisation will take back. */
export async function toBeReorganised(
  db: Database,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await db.orm
    .select({ id: sandboxScenes.id })
    .from(sandboxScenes)
    .where(and(inArray(sandboxScenes.id, [...ids]), eq(sandboxScenes.scene, "reorganise")));
  return new Set(rows.map(({ id }) => id));
}
