import { type Context, transact } from "@/lib/command";
import { AppError } from "@/lib/kit";
import { personOf, readUser } from "./internal";
import { EMAIL_LINK_MS } from "./limits";
import { newLink } from "./links";
import { LETTERS, tell } from "./mails";
import { mayAgain } from "./often";

const OFTEN = { times: 5, withinMs: 3_600_000 };

/** Sends the link that verifies the person's address again. Throws scope_missing, invalid_state, rate_limited. */
export async function resendVerification(ctx: Context, origin: string): Promise<void> {
  const userId = personOf(ctx);
  await transact(ctx, async (tx) => {
    const user = await readUser(tx, userId);
    if (user.emailVerifiedAt !== null) {
      throw new AppError("invalid_state", { public: "Your e-mail address is verified already" });
    }
    if (!(await mayAgain(ctx, tx, "verify", user.email, OFTEN))) throw new AppError("rate_limited");
    const link = { userId, kind: "verify_email", email: user.email, origin } as const;
    const url = await newLink(ctx, tx, { ...link, forMs: EMAIL_LINK_MS });
    await tell(ctx, tx, user, LETTERS.verifyEmail(url));
  });
}
