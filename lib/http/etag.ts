import { createHash } from "node:crypto";

/** Whether an If-None-Match names that ETag, compared weakly (RFC 9110, 13.1.2). */
export function sameEtag(ifNoneMatch: string, etag: string): boolean {
  const strong = etag.replace(/^W\//, "");
  return ifNoneMatch
    .split(",")
    .some((entry) => entry.trim() === "*" || entry.trim().replace(/^W\//, "") === strong);
}

/** The ETag of what a dashboard's read answers: a page that tells it to `Live` misses no change after it was drawn. */
export function markOf(data: object): string {
  const digest = createHash("sha256").update(JSON.stringify({ data })).digest("base64url");
  return `"${digest.slice(0, 22)}"`;
}
