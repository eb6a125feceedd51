import { audit, type Context, transact } from "@/lib/command";
import { newId } from "@/lib/kit";
import { asUser, findUserId, plainEmail, readUser } from "./internal";
import { RESET_LINK_MS } from "./limits";
import { newLink } from "./links";
import { LETTERS, tell } from "./mails";
import { evenly, mayAgain } from "./often";

const OFTEN = { times: 5, withinMs: 3_600_000 };

/**
 * Mails a link for a new password, five times an hour at most. Answers nothing, and as slowly, whoever's address it is.
 */
export async function requestPasswordReset(
  ctx: Context,
  email: string,
  origin: string,
): Promise<void> {
  const plain = plainEmail(email).slice(0, 254);
  await evenly(async () => {
    const found = await findUserId(ctx.db, plain);
    const userId = found ?? newId();
    await transact(asUser(ctx, userId), async (tx) => {
      const again = await mayAgain(ctx, tx, "reset", plain, OFTEN);
      if (!again || found === null) return;
      const user = await readUser(tx, userId);
      if (user.status !== "active") return;
      const { email: to } = user;
      const link = { userId, kind: "reset_password", email: to, origin } as const;
      const url = await newLink(ctx, tx, { ...link, forMs: RESET_LINK_MS });
      await tell(ctx, tx, user, LETTERS.resetPassword(url));
      await audit(ctx, tx, {
        merchantId: null,
        action: "user.password_reset_asked",
        subjectKind: "user",
        subjectId: userId,
      });
    });
  });
}
