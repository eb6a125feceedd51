import type { ShownLookup } from "@/components/checkout";
import type { getRuntime } from "@/lib/http";
import { findLookup } from "@/lib/invoices";

/** What the page shows of the transaction that its address names (`lookup`); null when it names none that it may show. */
export async function shownLookup(
  { db }: Pick<ReturnType<typeof getRuntime>, "db">,
  code: string,
  request: Request,
): Promise<ShownLookup | null> {
  const asked = new URL(request.url).searchParams.get("lookup");
  if (asked === null) return null;
  if (asked === "") return "open";
  if (asked === "malformed") return asked;
  if (asked === "too-many") return "too_many";
  return findLookup(db, code, asked, new Date());
}
