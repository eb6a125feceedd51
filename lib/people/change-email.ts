import { audit, type Context, requireStepUp, transact } from "@/lib/command";
import { AppError, present } from "@/lib/kit";
import { checkEmail, findUserId, lockCredentials, personOf, readUser } from "./internal";
import { EMAIL_LINK_MS } from "./limits";
import { newLink } from "./links";
import { LETTERS, tell, writeTo } from "./mails";
import { mayAgain } from "./often";
import { requireFreshPassword } from "./require-fresh-password";

const OFTEN = { times: 5, withinMs: 3_600_000 };

/** What a one-time code is given for when an address changes; the kind is "account.email". */
export const emailSubject = (newEmail: string) => ({ email: newEmail });

/**
 * Asks for another address: a link goes to it, a notice to the old one, and nothing changes before the link is followed.
 * Needs a fresh password, and of a person with a second factor a code for "account.email". An address that has an
 * account is told so, in a mail and not in the answer. Throws scope_missing, validation_failed, password_required,
 * step_up_required, rate_limited.
 */
export async function changeEmail(
  ctx: Context,
  sessionId: string,
  newEmail: string,
  origin: string,
): Promise<void> {
  const userId = personOf(ctx);
  const email = checkEmail(newEmail);
  const taken = await findUserId(ctx.db, email);
  await transact(ctx, async (tx) => {
    await requireFreshPassword(ctx, tx, sessionId);
    const held = present(await lockCredentials(tx, userId), "the person's credentials");
    if (held.totpSecret !== null) {
      await requireStepUp(ctx, tx, "account.email", emailSubject(email));
    }
    const user = await readUser(tx, userId);
    if (user.email === email) {
      const message = "is your address already";
      throw new AppError("validation_failed", { details: [{ path: "email", message }] });
    }
    if (!(await mayAgain(ctx, tx, "change", user.email, OFTEN))) throw new AppError("rate_limited");
    if (taken === null) {
      const link = { userId, kind: "change_email", email, origin } as const;
      const url = await newLink(ctx, tx, { ...link, forMs: EMAIL_LINK_MS });
      await writeTo(ctx, tx, { email, name: null }, LETTERS.changeEmail(url), userId);
    } else await writeTo(ctx, tx, { email, name: null }, LETTERS.emailIsTaken(), userId);
    await tell(ctx, tx, user, LETTERS.emailChangeAsked(email));
    await audit(ctx, tx, {
      merchantId: null,
      action: "user.email_change_asked",
      subjectKind: "user",
      subjectId: userId,
    });
  });
}
