import { formatAmount } from "@/lib/kit";
import type { MerchantView } from "@/lib/merchants";
import { facts } from "./table";

const MICRO_PERCENT_PER_PPM = 100n;

/** A merchant as JSON shows it. */
export function merchantData(merchant: MerchantView) {
  const { keyDailyCap, feeTiers, createdAt, ...rest } = merchant;
  return {
    ...rest,
    feeTiers: feeTiers.map(({ from, ratePpm }) => ({
      from: formatAmount(BigInt(from)),
      percent: percentText(ratePpm),
    })),
    keyDailyCap: typeof keyDailyCap === "bigint" ? formatAmount(keyDailyCap) : keyDailyCap,
    createdAt: createdAt.toISOString(),
  };
}

/** A merchant as people read it. */
export function merchantText(merchant: MerchantView): string {
  const shown = merchantData(merchant);
  const limits = Object.entries(shown.rateLimits).map(([tier, limit]) => `${tier} ${limit}`);
  return facts([
    ["merchant", `${shown.number} ${shown.name}`],
    ["status", shown.status],
    ["client id", shown.clientId],
    ["id", shown.merchantId],
    ["since", shown.createdAt],
    ["webhook URL", shown.webhookUrl ?? "none"],
    ["deposit fee", shown.feeTiers.map((t) => `from ${t.from}: ${t.percent} %`).join(", ")],
    ["rate limits", limits.length > 0 ? limits.join(", ") : "the usual ones"],
    ["cap per key and day", shown.keyDailyCap ?? "none"],
    ["secret on every call", shown.requireSecret ? "yes" : "no"],
    ["addresses let in", shown.ipAllowList.length > 0 ? shown.ipAllowList.join(", ") : "all"],
  ]);
}

function percentText(ratePpm: number): string {
  return formatAmount(BigInt(ratePpm) * MICRO_PERCENT_PER_PPM);
}
