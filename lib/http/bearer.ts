import { createHash, timingSafeEqual } from "node:crypto";

/** Whether a request brings that bearer token; never when there is none to bring. */
export function isBearer(request: Request, token: string | null): boolean {
  if (token === null) return false;
  const given = /^Bearer (.+)$/i.exec(request.headers.get("authorization") ?? "")?.[1] ?? "";
  return timingSafeEqual(digest(given), digest(token));
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
