import type { SigningState } from "@/lib/db";
import type { CauseRefusal, OtherAttempt, SigningRequestRow } from "./facts";

const LIVE: ReadonlySet<SigningState> = new Set(["signed", "broadcast"]);

/**
 * Whether one more transaction for a cause can't be mined beside another of it: none is live, or those that are stand
 * at the very nonce of this one, which outbids what it replaces. Answers why not.
 */
export function judgeAttempt(
  request: SigningRequestRow,
  others: readonly OtherAttempt[],
): CauseRefusal | null {
  const same = others.filter((other) => other.purpose === request.purpose);
  const live = same.filter((other) => LIVE.has(other.state));
  if (request.replaces === null) return live.length > 0 ? "live_signature" : null;
  if (live.some((other) => other.nonce !== request.nonce)) return "live_signature";
  const replaced = same.find((other) => other.id === request.replaces);
  if (!replaced || !LIVE.has(replaced.state)) return "replaces";
  return judgeBid(request, replaced);
}

/** The same nonce, and a fee that pools take instead: at least an eighth above. */
export function judgeBid(request: SigningRequestRow, replaced: OtherAttempt): CauseRefusal | null {
  if (request.nonce === null || request.nonce !== replaced.nonce) return "replaces";
  return request.maxFee * 8n < replaced.maxFee * 9n ? "fee_too_low" : null;
}
