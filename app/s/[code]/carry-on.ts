import type { CheckoutPageFacts } from "@/components/checkout";

/** Lets the page's plain forms lead back to it in the language that its address chose, and in the same frame (C-23). */
export function carryOn(facts: CheckoutPageFacts, request: Request): CheckoutPageFacts {
  const { language, embed, extendUrl, payUrl } = facts;
  const kept = new URLSearchParams();
  if (new URL(request.url).searchParams.get("lang") === language) kept.set("lang", language);
  if (embed !== null) kept.set("embed", "1");
  if (embed?.origin) kept.set("origin", embed.origin);
  if (kept.size === 0) return facts;
  return { ...facts, extendUrl: `${extendUrl}?${kept}`, payUrl: payUrl && `${payUrl}?${kept}` };
}
