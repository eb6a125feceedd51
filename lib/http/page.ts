import { randomBytes } from "node:crypto";
import { TIERS } from "@/lib/api";
import { addressOf, scaledLimit } from "./call";
import { limitedAddress } from "./client-address";
import { type LimitDecision, limitHeaders } from "./limit-decision";
import { getRuntime } from "./runtime";

/** A nonce for one page. */
export function newNonce(): string {
  return randomBytes(16).toString("base64");
}

/** Counts one load of a public page, or of the picture on it, by address; null when nothing is counted. */
export async function countPage(
  request: Request,
  what: "page" | "logo" = "page",
): Promise<LimitDecision | null> {
  const { limiter, config } = getRuntime();
  const limit = scaledLimit(TIERS.public_page, config.rateLimitScale);
  const address = limitedAddress(addressOf(request));
  return limit === null ? null : limiter.take(`${what}|${address}`, limit);
}

const REFUSED = [
  "accelerometer",
  "camera",
  "clipboard-read",
  "display-capture",
  "geolocation",
  "gyroscope",
  "magnetometer",
  "microphone",
  "midi",
  "payment",
  "usb",
];

/** A page that stands alone: its own policy, kept by nobody, found by no search engine. `framed`: its policy says by whom. */
export function pageResponse(
  status: number,
  html: string,
  policy: string,
  limit: LimitDecision | null,
  framed = false,
): Response {
  const headers: Record<string, string> = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": policy,
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
    // Copying is all that the page may do.
    "Permissions-Policy": [...REFUSED.map((name) => `${name}=()`), "clipboard-write=(self)"].join(
      ", ",
    ),
    // It knows no list of origins; browsers that know the policy's don't ask it.
    ...(framed ? {} : { "X-Frame-Options": "DENY" }),
    ...(limit ? limitHeaders(limit) : {}),
  };
  if (status === 503) headers["Retry-After"] = "2";
  return new Response(html, { status, headers });
}

interface Picture {
  readonly type: string;
  readonly bytes: Uint8Array;
  readonly digest: string;
}

/** A shop's picture from our own origin; kept for good when the address names its digest (`?v=`). */
export function logoResponse(request: Request, picture: Picture): Response {
  const etag = `"${picture.digest}"`;
  const named = new URL(request.url).searchParams.get("v") === picture.digest;
  const headers = {
    "Content-Type": picture.type,
    "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    "Cache-Control": named ? "public, max-age=31536000, immutable" : "public, no-cache",
    "X-Robots-Tag": "noindex, nofollow",
    ETag: etag,
  };
  if (request.headers.get("if-none-match") === etag) {
    return new Response(null, { status: 304, headers });
  }
  return new Response(new Uint8Array(picture.bytes), { headers });
}
