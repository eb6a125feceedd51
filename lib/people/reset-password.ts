import { eq } from "drizzle-orm";
import { audit, type Context, transact } from "@/lib/command";
import { users } from "@/lib/db";
import { AppError } from "@/lib/kit";
import { checkPassword } from "./check-password";
import { dropSecondFactor } from "./drop-second-factor";
import { hashPassword } from "./hash-password";
import { asUser, readUser } from "./internal";
import { openLink, ownerOfLink, takeLink } from "./links";
import { LETTERS, tell } from "./mails";
import { writePassword } from "./write-password";

const KIND = "reset_password";

/**
 * Sets a new password by a mailed link, which works once; every session ends, what was locked is open again, and the
 * second factor stays, unless the address was never verified: then whoever registered with it loses all hold on it. A
 * password that is refused leaves the link as it was. Throws link_expired, validation_failed.
 */
export async function resetPassword(ctx: Context, token: string, password: string): Promise<void> {
  const owner = await ownerOfLink(ctx.db, token);
  const person = asUser(ctx, owner.userId);
  const user = await transact(person, async (tx) => {
    await openLink(ctx, tx, owner, KIND);
    return readUser(tx, owner.userId);
  });
  checkPassword(password, user);
  const hash = await hashPassword(password);
  await transact(person, async (tx) => {
    const link = await takeLink(ctx, tx, owner, KIND);
    const now = await readUser(tx, owner.userId);
    if (now.status !== "active" || now.email !== link.email) throw new AppError("link_expired");
    const sessionsEnded = await writePassword(ctx, tx, now.id, { hash, keep: null });
    if (now.emailVerifiedAt === null) {
      // Whoever reads the mail of that address has just shown it; who registered with it never did.
      await tx.update(users).set({ emailVerifiedAt: ctx.now() }).where(eq(users.id, now.id));
      await dropSecondFactor(tx, now.id);
    }
    await audit(person, tx, {
      merchantId: null,
      action: "user.password_reset",
      subjectKind: "user",
      subjectId: now.id,
      data: { sessionsEnded },
    });
    await tell(ctx, tx, now, LETTERS.passwordChanged());
  });
}
