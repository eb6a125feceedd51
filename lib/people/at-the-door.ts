import { and, eq } from "drizzle-orm";
import { type Context, transact } from "@/lib/command";
import { type Tx, userCredentials, users } from "@/lib/db";
import { newId } from "@/lib/kit";
import { countFailure, countStranger } from "./failures";
import { isPassword } from "./hash-password";
import { asUser, type CredentialsRow, findUserId, lockCredentials, plainEmail } from "./internal";
import { isLocked } from "./throttle";

export type ShutDoor = "invalid_credentials" | "locked_out";

/**
 * Does something for whoever gave the right password, under the lock of their credentials. The same work is done whether
 * or not the address is somebody's; a wrong password is counted.
 */
export async function atTheDoor<T>(
  ctx: Context,
  given: { readonly email: string; readonly password: string },
  work: (tx: Tx, held: CredentialsRow) => Promise<T>,
): Promise<ShutDoor | T> {
  const email = plainEmail(given.email);
  const found = await findUserId(ctx.db, email);
  // Somebody who is nobody takes the same way, and finds nothing on it.
  const userId = found ?? newId();
  const person = asUser(ctx, userId);
  const stored = await transact(person, (tx) => readPassword(tx, userId));
  const right = await isPassword(stored, given.password);
  return transact(person, async (tx) => {
    const held = await lockCredentials(tx, userId);
    if (held === null) {
      return (await countStranger(ctx, tx, email)) ? "locked_out" : "invalid_credentials";
    }
    if (isLocked(held, ctx.now())) return "locked_out";
    if (right && held.passwordHash === stored) return work(tx, held);
    await countFailure(ctx, tx, held);
    return "invalid_credentials";
  });
}

/** The hash of an active person's password. */
async function readPassword(tx: Tx, userId: string): Promise<string | null> {
  const [row] = await tx
    .select({ hash: userCredentials.passwordHash })
    .from(userCredentials)
    .innerJoin(users, eq(users.id, userCredentials.userId))
    .where(and(eq(users.id, userId), eq(users.status, "active")));
  return row?.hash ?? null;
}
