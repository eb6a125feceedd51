import { type Context, transact } from "@/lib/command";
import type { SecretBox } from "@/lib/config/secret-box";
import type { Tx } from "@/lib/db";
import { AppError, type ErrorCode } from "@/lib/kit";
import { clearFailures, countFailure } from "./failures";
import { type CredentialsRow, lockCredentials } from "./internal";
import { type GivenCode, isGiven, proveSecondFactor } from "./prove-second-factor";
import { requireFreshPassword } from "./require-fresh-password";
import { isLocked } from "./throttle";

/**
 * Does something to the second factor itself, with a fresh password and a code of it as proof. Throws password_required,
 * second_factor_required, otp_required, invalid_otp, locked_out.
 */
export async function withSecondFactor<T>(
  ctx: Context,
  proof: {
    readonly userId: string;
    readonly sessionId: string;
    readonly given: GivenCode;
    readonly box: SecretBox;
  },
  work: (tx: Tx, held: CredentialsRow) => Promise<T>,
): Promise<T> {
  if (!isGiven(proof.given)) throw new AppError("otp_required");
  const outcome = await transact(ctx, async (tx) => {
    const refused = (code: ErrorCode) => ({ refused: code }) as const;
    await requireFreshPassword(ctx, tx, proof.sessionId);
    const held = await lockCredentials(tx, proof.userId);
    if (held === null || held.totpSecret === null) return refused("second_factor_required");
    if (isLocked(held, ctx.now())) return refused("locked_out");
    if ((await proveSecondFactor(ctx, tx, held, proof.given, proof.box)) === null) {
      await countFailure(ctx, tx, held);
      return refused("invalid_otp");
    }
    await clearFailures(tx, held);
    return { done: await work(tx, held) };
  });
  if ("refused" in outcome) throw new AppError(outcome.refused);
  return outcome.done;
}
