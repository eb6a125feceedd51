import { and, eq } from "drizzle-orm";
import { audit, type Context, transact } from "@/lib/command";
import { users } from "@/lib/db";
import { AppError } from "@/lib/kit";
import { asUser } from "./internal";
import { ownerOfLink, takeLink } from "./links";

/** Notes that a person reads the mail of the address, by a link that was sent there. Throws link_expired. */
export async function verifyEmail(ctx: Context, token: string): Promise<void> {
  const owner = await ownerOfLink(ctx.db, token);
  const person = asUser(ctx, owner.userId);
  await transact(person, async (tx) => {
    const link = await takeLink(ctx, tx, owner, "verify_email");
    const verified = await tx
      .update(users)
      .set({ emailVerifiedAt: ctx.now() })
      .where(and(eq(users.id, owner.userId), eq(users.email, link.email)))
      .returning({ id: users.id });
    if (verified.length === 0) throw new AppError("link_expired");
    await audit(person, tx, {
      merchantId: null,
      action: "user.email_verified",
      subjectKind: "user",
      subjectId: owner.userId,
    });
  });
}
