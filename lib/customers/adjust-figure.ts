import { and, eq } from "drizzle-orm";
import { TEXTS } from "@/lib/api";
import {
  audit,
  type Context,
  digestOf,
  merchantOf,
  once,
  requirePermission,
  requireStepUp,
  type StepUpSubject,
} from "@/lib/command";
import { customerWallets, figureAdjustments, type Tx } from "@/lib/db";
import {
  AppError,
  assert,
  type FieldProblem,
  formatAmount,
  MAX_AMOUNT,
  type NetworkId,
  newId,
  present,
  type Units,
  units,
} from "@/lib/kit";
import { account, figureLowered, figureRaised, getBalance, post } from "@/lib/ledger";
import { type CustomerRow, findCustomer, walletNotFound } from "./internal";

export interface AdjustFigureInput {
  readonly userId: string;
  readonly network: NetworkId;
  /** Micro-USDT to add, or (below zero) to take off. */
  readonly amount: bigint;
  readonly reason: string;
  /** The platform's own name for the case; null: none. */
  readonly reference: string | null;
  /** Made with the form: with it there is one correction, however often it is sent. */
  readonly key: string;
}

export interface Adjustment {
  readonly id: string;
  readonly userId: string;
  readonly network: NetworkId;
  readonly amount: bigint;
  readonly reason: string;
  readonly reference: string | null;
  readonly createdAt: Date;
  /** What the user may spend on that network now. */
  readonly figure: Units;
}

export const FIGURE_ADJUST = "figure.adjust";
const ENDPOINT = "dashboard figure.adjust";
const MAX_REASON = 500;
const MAX_REFERENCE = 255;

/** What a one-time code for a correction is given for. */
export function adjustmentSubject(input: AdjustFigureInput): StepUpSubject {
  const { userId, network, amount, key } = input;
  const { reason, reference } = wordsOf(input);
  return { userId, network, amount: amount.toString(), reason, reference, key };
}

/**
 * A person corrects what a user may spend, up or down and never below zero, with a reason, by a one-time code for
 * exactly this (D-46). No money moves, no record is made and nobody is told; it stands in the user's movements. The same
 * key again answers the same correction. Throws scope_missing, validation_failed, not_found, insufficient_balance,
 * step_up_required, idempotency_key_reused.
 */
export async function adjustFigure(ctx: Context, input: AdjustFigureInput): Promise<Adjustment> {
  requirePermission(ctx, "figures:adjust");
  if (ctx.actor.kind !== "user") {
    throw new AppError("scope_missing", { public: "A person corrects figures" });
  }
  check(input);
  const id = newId();
  const { key } = input;
  const fingerprint = digestOf(ENDPOINT, adjustmentSubject(input));
  return once(ctx, { endpoint: ENDPOINT, key, fingerprint }, id, {
    first: (tx) => adjust(ctx, tx, id, input),
    again: (tx, made) => readAdjustment(ctx, tx, made, input.userId),
  });
}

async function adjust(
  ctx: Context,
  tx: Tx,
  id: string,
  input: AdjustFigureInput,
): Promise<Adjustment> {
  const merchantId = merchantOf(ctx);
  const { actor } = ctx;
  assert(actor.kind === "user", "a person corrects figures");
  const { network, amount } = input;
  const customer = await findCustomer(tx, merchantId, input.userId, "no key update");
  if (!customer || !(await hasWallet(tx, customer, network))) throw walletNotFound();
  await requireStepUp(ctx, tx, FIGURE_ADJUST, adjustmentSubject(input));
  const words = wordsOf(input);
  const [row] = await tx
    .insert(figureAdjustments)
    .values({
      merchantId,
      id,
      customerId: customer.id,
      network,
      amountUnits: units(amount),
      ...words,
      madeBy: actor.id,
      createdAt: ctx.now(),
    })
    .returning();
  await book(tx, customer, id, input);
  await audit(ctx, tx, {
    merchantId,
    action: "customer.figure_adjusted",
    subjectKind: "customer",
    subjectId: customer.id,
    data: { adjustment: id, network, amount: formatAmount(amount), ...words },
  });
  return viewOf(tx, present(row, "the correction"), customer.userId);
}

async function book(
  tx: Tx,
  { merchantId, id: customer }: CustomerRow,
  cause: string,
  { network, amount }: AdjustFigureInput,
): Promise<void> {
  const size = units(amount < 0n ? -amount : amount);
  const moved = { network, cause, customer, amount: size };
  try {
    await post(tx, merchantId, amount < 0n ? figureLowered(moved) : figureRaised(moved));
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "insufficient_balance") throw error;
    throw new AppError("insufficient_balance", {
      public: TEXTS.userBalanceShort,
      internal: error.message,
      cause: error,
    });
  }
}

async function hasWallet(tx: Tx, customer: CustomerRow, network: NetworkId): Promise<boolean> {
  const mine = and(
    eq(customerWallets.merchantId, customer.merchantId),
    eq(customerWallets.customerId, customer.id),
    eq(customerWallets.network, network),
  );
  return (await tx.$count(customerWallets, mine)) > 0;
}

async function readAdjustment(
  ctx: Context,
  tx: Tx,
  id: string,
  userId: string,
): Promise<Adjustment> {
  const [row] = await tx
    .select()
    .from(figureAdjustments)
    .where(and(eq(figureAdjustments.merchantId, merchantOf(ctx)), eq(figureAdjustments.id, id)));
  return viewOf(tx, present(row, "the correction"), userId);
}

async function viewOf(
  tx: Tx,
  row: typeof figureAdjustments.$inferSelect,
  userId: string,
): Promise<Adjustment> {
  const figure = account(row.network, "user_figure", row.customerId);
  return {
    id: row.id,
    userId,
    network: row.network,
    amount: row.amountUnits,
    reason: row.reason,
    reference: row.reference,
    createdAt: row.createdAt,
    figure: await getBalance(tx, row.merchantId, figure),
  };
}

/** As they are kept: trimmed, an empty reference is none. */
function wordsOf(input: AdjustFigureInput) {
  const clean = (text: string) => text.replaceAll("\0", "").trim();
  return { reason: clean(input.reason), reference: clean(input.reference ?? "") || null };
}

function check(input: AdjustFigureInput): void {
  const { reason, reference } = wordsOf(input);
  const size = input.amount < 0n ? -input.amount : input.amount;
  const rules: readonly [boolean, string, string][] = [
    [size > 0n && size <= MAX_AMOUNT, "amount", "must be an amount of USDT to add or to take off"],
    [
      reason !== "" && [...reason].length <= MAX_REASON,
      "reason",
      `must say why, in at most ${MAX_REASON} characters`,
    ],
    [
      reference === null || [...reference].length <= MAX_REFERENCE,
      "reference",
      `must have at most ${MAX_REFERENCE} characters`,
    ],
    [input.key !== "" && input.key.length <= 255, "key", "must have 1 to 255 characters"],
  ];
  const details: FieldProblem[] = rules
    .filter(([holds]) => !holds)
    .map(([, path, message]) => ({ path, message }));
  if (details.length > 0) throw new AppError("validation_failed", { details });
}
