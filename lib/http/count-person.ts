import { TIERS, type Tier } from "@/lib/api";
import { AppError } from "@/lib/kit";
import { scaledLimit } from "./call";
import { limitedAddress } from "./client-address";
import type { Person } from "./person";
import { getRuntime } from "./runtime";

/** Counts a person's call; a merchant's own limits stand instead of the contract's. Throws rate_limited. */
export async function countPerson(person: Person, name: string, tier: Tier): Promise<void> {
  const { limiter, config } = getRuntime();
  const override = person.membership?.rateLimits[tier];
  const base = typeof override === "number" && override > 0 ? override : TIERS[tier];
  const limit = scaledLimit(base, config.rateLimitScale);
  if (limit === null) return;
  const bucket = `${name}|${person.userId}|${limitedAddress(person.address)}`;
  if (!(await limiter.take(bucket, limit)).allowed) throw new AppError("rate_limited");
}
