import { moneyText, networkName } from "@/components/dashboard/figures";
import { type Say, textsOf } from "@/components/dashboard/texts";
import { formatAmount, NETWORKS } from "@/lib/kit";
import { trxText } from "./energy-tables";

export interface FactLine {
  readonly label: string;
  readonly value: string;
}

const text = (value: unknown) => (typeof value === "string" ? value : "");
/** One percent is 10⁴ parts per million. */
const PERCENT_PLACES = 4;

/** Parts per million as percent, exactly: 8000 → "0.8". */
export function percentText(ppm: number): string {
  return formatAmount(BigInt(ppm), PERCENT_PLACES);
}

/** What an order says, in words; amounts of `input` are decimal strings of their smallest unit. */
export function orderLines(
  kind: string,
  input: Readonly<Record<string, unknown>>,
  locale: string,
): readonly FactLine[] {
  const say = textsOf(locale, "opOrders");
  const line = (key: string, value: string): FactLine => ({ label: say(key), value });
  switch (kind) {
    case "merchant.create":
      return [line("name", text(input.name)), line("ownerEmail", text(input.ownerEmail))];
    case "merchant.invite-owner":
      return [line("ownerEmail", text(input.ownerEmail))];
    case "merchant.suspend":
      return [line("reason", text(input.reason))];
    case "merchant.fee-tiers":
      return [line("tiers", tiersText(input.tiers, say, locale))];
    case "merchant.rate-limits":
      return [line("limits", limitsText(input.limits, say, locale))];
    case "merchant.key-caps":
      return [line("cap", capText(input.dailyCap, say, locale))];
    case "fees.settle":
      return [line("network", networkText(input.network) ?? say("everyNetwork"))];
    case "energy.stake":
    case "energy.unstake":
      return [line("amount", trxText(BigInt(text(input.amount) || "0"), locale))];
    case "network.resume":
      return [line("network", networkText(input.network) ?? ""), line("note", text(input.note))];
    default:
      return [];
  }
}

/** Rows of a fee table in one line. */
export function tiersText(tiers: unknown, say: Say, locale: string): string {
  if (!Array.isArray(tiers)) return "";
  return tiers
    .map(({ from, ratePpm }: { from: string | bigint; ratePpm: number }) =>
      say("tier", { from: moneyText(BigInt(from), locale), percent: percentText(ratePpm) }),
    )
    .join(" · ");
}

/** Limits by tier in one line; null is the contract's. */
export function limitsText(limits: unknown, say: Say, locale: string): string {
  if (typeof limits !== "object" || limits === null) return "";
  const names = textsOf(locale, "opMerchants");
  return Object.entries(limits as Record<string, number | null>)
    .map(([tier, limit]) =>
      say("limit", {
        tier: names(`tier_${tier}`),
        limit: limit === null ? say("contract") : String(limit),
      }),
    )
    .join(" · ");
}

/** A daily cap: "default", null for none, or micro-USDT. */
export function capText(cap: unknown, say: Say, locale: string): string {
  if (cap === null) return say("cap_none");
  if (cap === "default") return say("cap_default");
  return `${moneyText(BigInt(String(cap)), locale)} USDT`;
}

function networkText(network: unknown): string | null {
  const known = NETWORKS.find(({ id }) => id === network);
  return known ? networkName(known.id) : null;
}
