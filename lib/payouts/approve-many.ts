import { and, eq, inArray } from "drizzle-orm";
import { TEXTS } from "@/lib/api";
import {
  type Context,
  merchantOf,
  requirePermission,
  requireStepUp,
  type StepUpSubject,
  transact,
} from "@/lib/command";
import { type Tx, withdrawals } from "@/lib/db";
import { AppError, isUuid, NETWORK_IDS, type NetworkId, type Units, units } from "@/lib/kit";
import { approveOne, DECIDED } from "./approve-request";

export const WITHDRAWAL_APPROVE_MANY = "withdrawal.approve_many";
const MOST = 100;

/** A set of requests as it is shown before one code is given for all of it. Amounts in micro-USDT. */
export interface RequestSet {
  /** Sorted; those that are none of the merchant's are in it and count nothing. */
  readonly ids: readonly string[];
  readonly totals: readonly {
    readonly network: NetworkId;
    readonly count: number;
    readonly amount: Units;
    readonly net: Units;
  }[];
}

export interface ManyApproved {
  readonly released: readonly string[];
  /** Recorded: another person's word is needed. */
  readonly waiting: readonly string[];
  readonly failed: readonly {
    readonly id: string;
    readonly code: string;
    readonly message: string;
  }[];
}

/** What a one-time code for a set is given for: exactly these, and what they come to on each network. */
export function requestSetSubject(set: RequestSet): StepUpSubject {
  const totals = set.totals.map((one) => [one.network, one.count, one.amount, one.net].join(" "));
  return { ids: [...set.ids], totals };
}

/**
 * A set as it is to be shown: sorted ids and totals per network. Throws scope_missing, validation_failed (1 to 100 of
 * them).
 */
export async function summariseRequests(
  ctx: Context,
  input: { readonly ids: readonly string[] },
): Promise<RequestSet> {
  requirePermission(ctx, "withdrawals:approve");
  const ids = sorted(input.ids);
  return transact(ctx, (tx) => readSet(tx, merchantOf(ctx), ids));
}

/**
 * A person lets many requests go by one code for exactly that set (D-22); each in a transaction of its own, and what
 * fails keeps none of the others. Throws scope_missing, validation_failed (1 to 100 of them), step_up_required.
 */
export async function approveMany(
  ctx: Context,
  input: { readonly ids: readonly string[] },
): Promise<ManyApproved> {
  requirePermission(ctx, "withdrawals:approve");
  if (ctx.actor.kind !== "user") {
    throw new AppError("scope_missing", { public: "People approve many at once" });
  }
  const ids = sorted(input.ids);
  await transact(ctx, async (tx) => {
    const set = await readSet(tx, merchantOf(ctx), ids);
    await requireStepUp(ctx, tx, WITHDRAWAL_APPROVE_MANY, requestSetSubject(set));
  });
  const released: string[] = [];
  const waiting: string[] = [];
  const failed: ManyApproved["failed"][number][] = [];
  for (const id of ids) {
    try {
      const { outcome } = await transact(ctx, (tx) => approveOne(ctx, tx, id, "spent"));
      (outcome === "released" ? released : waiting).push(id);
    } catch (error) {
      failed.push({ id, ...toldOf(ctx, error) });
    }
  }
  return { released, waiting, failed };
}

function sorted(given: readonly string[]): readonly string[] {
  const ids = [...new Set(given)].sort();
  if (ids.length === 0 || ids.length > MOST || !ids.every(isUuid)) {
    const message = `must be 1 to ${MOST} ids`;
    throw new AppError("validation_failed", { details: [{ path: "ids", message }] });
  }
  return ids;
}

/** What was agreed on of a request never changes, so neither does what the set comes to. */
async function readSet(tx: Tx, merchantId: string, ids: readonly string[]): Promise<RequestSet> {
  const rows = await tx
    .select({
      network: withdrawals.network,
      amount: withdrawals.amountUnits,
      net: withdrawals.netUnits,
    })
    .from(withdrawals)
    .where(
      and(
        eq(withdrawals.merchantId, merchantId),
        inArray(withdrawals.id, [...ids]),
        inArray(withdrawals.type, [...DECIDED]),
      ),
    );
  const totals = NETWORK_IDS.flatMap((network) => {
    const mine = rows.filter((row) => row.network === network);
    const sum = (pick: (row: (typeof mine)[number]) => bigint) =>
      units(mine.reduce((all, row) => all + pick(row), 0n));
    const amount = sum((row) => row.amount);
    return mine.length === 0
      ? []
      : [{ network, count: mine.length, amount, net: sum((row) => row.net) }];
  });
  return { ids, totals };
}

/** One that breaks is told like one that is refused: those before it are approved already. */
function toldOf(ctx: Context, error: unknown): { readonly code: string; readonly message: string } {
  if (error instanceof AppError) {
    return { code: error.code, message: error.publicMessage ?? TEXTS.notApprovable };
  }
  ctx.log.error({ requestId: ctx.requestId, err: error }, "one of many approvals failed");
  return { code: "internal_error", message: TEXTS.internalError };
}
