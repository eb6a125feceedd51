import { headers } from "next/headers";
import type { z } from "zod";
import { TIERS, type Tier } from "@/lib/api";
import type { Context } from "@/lib/command";
import { AppError, newId } from "@/lib/kit";
import { type ActionResult, failed, parsed, statusOf } from "./action-answer";
import { PUBLIC_ACTIONS, type PublicActionName } from "./action-permissions";
import { scaledLimit } from "./call";
import { ADDRESS_HEADER, limitedAddress } from "./client-address";
import { observe } from "./metrics";
import { publicContext } from "./person";
import { getRuntime } from "./runtime";

interface PublicDefinition<Input, Result> {
  readonly name: PublicActionName;
  readonly input: z.ZodType<Input>;
  run(ctx: Context, input: Input): Promise<Result>;
}

/**
 * A server action of somebody who is nobody yet: limit by address → input → one verb. Never throws: what went wrong is
 * told with a request id, in the shape that `action` answers.
 */
export function publicAction<Input, Result>(definition: PublicDefinition<Input, Result>) {
  const { name, input, run } = definition;
  return async (given: unknown): Promise<ActionResult<Result>> => {
    const requestId = newId();
    const started = performance.now();
    const work = async (): Promise<ActionResult<Result>> => {
      await countAddress(name, PUBLIC_ACTIONS[name]);
      return { ok: true, data: await run(publicContext(requestId), parsed(input, given)) };
    };
    const answer = await work().catch((error: unknown) => failed<Result>(name, error, requestId));
    const status = answer.ok || "confirm" in answer ? 200 : statusOf(answer.failure.code);
    observe(`ACTION ${name}`, status, (performance.now() - started) / 1_000);
    return answer;
  };
}

/** Counts a call of this address, whoever makes it. Throws rate_limited. */
export async function countAddress(name: string, tier: Tier): Promise<void> {
  const { limiter, config } = getRuntime();
  const limit = scaledLimit(TIERS[tier], config.rateLimitScale);
  if (limit === null) return;
  const address = (await headers()).get(ADDRESS_HEADER) ?? "0.0.0.0";
  const taken = await limiter.take(`${name}|${limitedAddress(address)}`, limit);
  if (!taken.allowed) throw new AppError("rate_limited");
}
