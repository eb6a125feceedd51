import type { Context, StepUpSubject } from "@/lib/command";
import { AppError } from "@/lib/kit";
import { confirmChallenge, startChallenge } from "@/lib/people";
import { getRuntime } from "./runtime";

/**
 * The context of a person who sends the one-time code along with what it is for; others pass. Throws step_up_required
 * (none was sent), invalid_otp, locked_out, rate_limited, second_factor_required.
 */
export async function giveCode(
  ctx: Context,
  code: string | null,
  kind: string,
  subject: StepUpSubject,
): Promise<Context> {
  if (ctx.actor.kind !== "user") return ctx;
  if (code === null) throw new AppError("step_up_required", { internal: kind });
  const { challengeId } = await startChallenge(ctx, kind, subject);
  await confirmChallenge(ctx, challengeId, { code }, getRuntime().secretBox);
  return { ...ctx, stepUp: challengeId };
}
