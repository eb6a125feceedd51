import { createHash } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { audit, type Context } from "@/lib/command";
import { type Tx, userCredentials } from "@/lib/db";
import { type CredentialsRow, readUser } from "./internal";
import { LETTERS, tell } from "./mails";
import { afterFailure, FAILURES_ALLOWED, type Guard, isLocked, lockMs } from "./throttle";

/** Counts a wrong password or code against the person, whose credentials are locked; told of by mail when it closes. */
export async function countFailure(ctx: Context, tx: Tx, held: CredentialsRow): Promise<Guard> {
  const guard = afterFailure(held, ctx.now());
  await tx.update(userCredentials).set(guard).where(eq(userCredentials.userId, held.userId));
  if (guard.lockedUntil !== null && guard.failures === FAILURES_ALLOWED) {
    await audit(ctx, tx, {
      merchantId: null,
      action: "user.locked_out",
      subjectKind: "user",
      subjectId: held.userId,
      data: { until: guard.lockedUntil.toISOString() },
    });
    await tell(ctx, tx, await readUser(tx, held.userId), LETTERS.lockedOut(guard.lockedUntil));
  }
  return guard;
}

/** Forgets what was counted: somebody proved everything. */
export async function clearFailures(tx: Tx, held: CredentialsRow): Promise<void> {
  if (held.failures === 0 && held.lockedUntil === null) return;
  await tx
    .update(userCredentials)
    .set({ failures: 0, lockedUntil: null })
    .where(eq(userCredentials.userId, held.userId));
}

const STRANGERS_KEPT_MS = 86_400_000;

/**
 * Counts a try with an address that is nobody's, as if it were somebody's: who is here can't be told by who is locked
 * out. Answers whether it was locked already.
 */
export async function countStranger(ctx: Context, tx: Tx, email: string): Promise<boolean> {
  const key = `sign-in:${createHash("sha256").update(email).digest("hex")}`;
  const now = ctx.now();
  const expire = now.getTime() + STRANGERS_KEPT_MS;
  // There before it is locked: tries at once stand in line here, as they do for somebody.
  await tx.execute(sql`
    insert into rate_limits (key, points, expire) values (${key}, 0, ${expire}::bigint) on conflict (key) do nothing`);
  const [known] = await tx.execute<{ points: number; expire: string }>(
    sql`select points, expire from rate_limits where key = ${key} for update`,
  );
  const failures = known?.points ?? 0;
  const seen = Number(known?.expire ?? expire) - STRANGERS_KEPT_MS;
  const lock = lockMs(failures);
  const lockedUntil = lock === 0 ? null : new Date(seen + lock);
  if (isLocked({ failures, lockedUntil }, now)) return true;
  await tx.execute(sql`
    update rate_limits set points = ${failures + 1}::int, expire = ${expire}::bigint where key = ${key}`);
  return false;
}
