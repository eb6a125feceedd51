import { randomBytes } from "node:crypto";
import { TIERS } from "@/lib/api";
import { addressOf, scaledLimit } from "./call";
import { limitedAddress } from "./client-address";
import { type LimitDecision, limitHeaders } from "./rate-limiter";
import { getRuntime } from "./runtime";

/** A nonce for one page. */
export function newNonce(): string {
  return randomBytes(16).toString("base64");
}

/** Counts one load of a public page by address; null when nothing is counted. */
export async function countPage(request: Request): Promise<LimitDecision | null> {
  const { limiter, config } = getRuntime();
  const limit = scaledLimit(TIERS.public_page, config.rateLimitScale);
  return limit === null ? null : limiter.take(`page|${limitedAddress(addressOf(request))}`, limit);
}

/** A page that stands alone: its own policy, kept by nobody, found by no search engine. */
export function pageResponse(
  status: number,
  html: string,
  policy: string,
  limit: LimitDecision | null,
): Response {
  const headers: Record<string, string> = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": policy,
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
    ...(limit ? limitHeaders(limit) : {}),
  };
  if (status === 503) headers["Retry-After"] = "2";
  return new Response(html, { status, headers });
}
