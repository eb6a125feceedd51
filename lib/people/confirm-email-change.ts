import { eq } from "drizzle-orm";
import { audit, type Context, transact } from "@/lib/command";
import { isUniqueViolation, users } from "@/lib/db";
import { AppError } from "@/lib/kit";
import { asUser, readUser } from "./internal";
import { ownerOfLink, takeLink, voidLinks } from "./links";
import { LETTERS, tell } from "./mails";

/**
 * Changes a person's address by the link that was sent to the new one; links to the old one work no more.
 * Throws link_expired (also when somebody took the address meanwhile).
 */
export async function confirmEmailChange(ctx: Context, token: string): Promise<void> {
  const owner = await ownerOfLink(ctx.db, token);
  const person = asUser(ctx, owner.userId);
  const work = transact(person, async (tx) => {
    const link = await takeLink(ctx, tx, owner, "change_email");
    const before = await readUser(tx, owner.userId);
    if (before.status !== "active") throw new AppError("link_expired");
    await tx
      .update(users)
      .set({ email: link.email, emailVerifiedAt: ctx.now() })
      .where(eq(users.id, owner.userId));
    await voidLinks(ctx, tx, owner.userId, ["reset_password", "verify_email"]);
    await audit(person, tx, {
      merchantId: null,
      action: "user.email_changed",
      subjectKind: "user",
      subjectId: owner.userId,
    });
    await tell(ctx, tx, before, LETTERS.emailChanged(link.email));
  });
  await work.catch((error: unknown) => {
    if (isUniqueViolation(error)) throw new AppError("link_expired");
    throw error;
  });
}
