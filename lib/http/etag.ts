/** Whether an If-None-Match names that ETag, compared weakly (RFC 9110, 13.1.2). */
export function sameEtag(ifNoneMatch: string, etag: string): boolean {
  const strong = etag.replace(/^W\//, "");
  return ifNoneMatch
    .split(",")
    .some((entry) => entry.trim() === "*" || entry.trim().replace(/^W\//, "") === strong);
}
