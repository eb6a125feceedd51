import { eq } from "drizzle-orm";
import { type Context, transact } from "@/lib/command";
import { type Tx, userCredentials } from "@/lib/db";
import { AppError } from "@/lib/kit";
import { clearFailures, countFailure } from "./failures";
import { isPassword } from "./hash-password";
import { type CredentialsRow, lockCredentials } from "./internal";
import { isLocked } from "./throttle";

/**
 * Does something with the person's password as proof, throttled as signing in is: a wrong one counts, and while it is
 * locked the right one is refused. Throws invalid_credentials, locked_out.
 */
export async function withPassword<T>(
  ctx: Context,
  userId: string,
  password: string,
  work: (tx: Tx, held: CredentialsRow) => Promise<T>,
): Promise<T> {
  const [known] = await transact(ctx, (tx) =>
    tx
      .select({ hash: userCredentials.passwordHash })
      .from(userCredentials)
      .where(eq(userCredentials.userId, userId)),
  );
  const stored = known?.hash ?? null;
  const right = await isPassword(stored, password);
  const outcome = await transact(ctx, async (tx) => {
    const held = await lockCredentials(tx, userId);
    if (held === null) return { refused: "invalid_credentials" } as const;
    if (isLocked(held, ctx.now())) return { refused: "locked_out" } as const;
    if (!right || held.passwordHash !== stored) {
      await countFailure(ctx, tx, held);
      return { refused: "invalid_credentials" } as const;
    }
    // With a second factor the password alone must not clear what was counted against codes.
    if (held.totpSecret === null) await clearFailures(tx, held);
    return { done: await work(tx, held) };
  });
  if ("refused" in outcome) {
    const words = outcome.refused === "locked_out" ? {} : { public: "This password is wrong" };
    throw new AppError(outcome.refused, words);
  }
  return outcome.done;
}
