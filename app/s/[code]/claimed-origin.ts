import { framingOrigins } from "@/lib/api";

/**
 * Whose frame the request says that it is in; who may show a page of no payment. Whose shop it is is not known of a wrong
 * code, nor asked when too much is asked or the database is away, and a browser's error in the shop's dialog helps
 * nobody. Such a page holds nothing of a payment and nothing to press, so that nobody gains by lying here.
 */
export function claimedOrigin(request: Request, sandbox: boolean): readonly string[] {
  const asked = new URL(request.url).searchParams;
  return asked.get("embed") === "1" ? framingOrigins([asked.get("origin") ?? ""], sandbox) : [];
}
