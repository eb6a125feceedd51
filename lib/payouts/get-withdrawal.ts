import type { WireWithdrawal } from "@/lib/api";
import {
  type Context,
  merchantOf,
  type Permission,
  requirePermission,
  transact,
} from "@/lib/command";
import type { WithdrawalRow } from "@/lib/records";
import { readWithdrawal, viewOf } from "./internal";

const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 500;
const GROWTH = 1.3;
const ANY_OF: readonly Permission[] = ["withdrawals:create", "withdrawals:approve"];

/**
 * A user's withdrawal as create, approve and reject answer it; who may do one of these may read it.
 * Throws scope_missing, not_found.
 */
export async function getWithdrawal(ctx: Context, id: string): Promise<WireWithdrawal> {
  return viewOf(await read(ctx, id));
}

/**
 * Waits until a withdrawal is in a block, has failed, or so many milliseconds are over, and answers how it
 * stands then. It was made already: a database that goes away meanwhile is waited out, never told as a
 * failure of the withdrawal. Throws scope_missing.
 */
export async function waitForWithdrawal(
  ctx: Context,
  made: WireWithdrawal,
  waitMs: number,
  signal?: AbortSignal,
): Promise<WireWithdrawal> {
  const end = performance.now() + waitMs;
  let known = made;
  for (let pause = FIRST_WAIT_MS; known.status === "processing"; pause *= GROWTH) {
    const left = end - performance.now();
    if (left <= 0 || signal?.aborted) return known;
    await sleep(Math.min(pause, LONGEST_WAIT_MS, left), signal);
    known = await look(ctx, known);
  }
  return known;
}

async function look(ctx: Context, known: WireWithdrawal): Promise<WireWithdrawal> {
  try {
    return viewOf(await read(ctx, known.withdrawalId));
  } catch (error) {
    ctx.log.warn(
      { requestId: ctx.requestId, withdrawalId: known.withdrawalId, err: error },
      "a withdrawal that is waited for could not be read",
    );
    return known;
  }
}

async function read(ctx: Context, id: string): Promise<WithdrawalRow> {
  if (!ANY_OF.some((one) => ctx.permissions.has(one))) requirePermission(ctx, "withdrawals:read");
  return transact(ctx, (tx) => readWithdrawal(tx, merchantOf(ctx), id));
}

function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const wake = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", wake);
      resolve();
    };
    const timer = setTimeout(wake, ms);
    signal?.addEventListener("abort", wake);
    if (signal?.aborted) wake();
  });
}
