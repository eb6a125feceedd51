import { type Context, type StepUpSubject, transact } from "@/lib/command";
import { AppError } from "@/lib/kit";
import { lockCredentials, personOf } from "./internal";
import { type OpenChallenge, openChallenge } from "./open-challenge";
import type { PasskeySite } from "./passkey-site";

/**
 * Asks the person for a one-time code for exactly this, at the context's merchant, within two minutes (D-16); the verb
 * spends it by `requireStepUp`. With a site, one of their passkeys there will do as well (D-17).
 * Throws scope_missing, second_factor_required, rate_limited (30 unused within an hour).
 */
export async function startChallenge(
  ctx: Context,
  kind: string,
  subject: StepUpSubject,
  site: PasskeySite | null = null,
): Promise<OpenChallenge> {
  const userId = personOf(ctx);
  return transact(ctx, async (tx) => {
    const held = await lockCredentials(tx, userId);
    if (held === null || held.totpSecret === null) throw new AppError("second_factor_required");
    const { merchantId } = ctx;
    return openChallenge(ctx, tx, userId, { kind, subject, merchantId, site });
  });
}
