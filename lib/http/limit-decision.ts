import { WINDOW_SECONDS } from "@/lib/api";

/** What a bucket says to one request. */
export interface LimitDecision {
  readonly allowed: boolean;
  readonly limit: number;
  readonly remaining: number;
  readonly resetSeconds: number;
}

/** What the shared counter answers: the count with this request, or null where it was refused, and both windows'. */
export interface Counted {
  readonly counted: number | null;
  readonly current: number;
  readonly previous: number;
}

/** The name of a bucket's count in one window. */
export function keyOf(bucket: string, index: number): string {
  return `${bucket}|${index}`;
}

/** The headers that every limited response carries. */
export function limitHeaders(decision: LimitDecision): Record<string, string> {
  const headers: Record<string, string> = {
    "RateLimit-Limit": String(decision.limit),
    "RateLimit-Remaining": String(decision.remaining),
    "RateLimit-Reset": String(decision.resetSeconds),
    "RateLimit-Policy": `${decision.limit};w=${WINDOW_SECONDS}`,
  };
  if (!decision.allowed) headers["Retry-After"] = String(decision.resetSeconds);
  return headers;
}
