import { moneyText, networkName, rateText } from "@/components/dashboard/figures";
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

/** Parts per million as percent for a field, exactly: 8000 → "0.8". */
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
      return tierTexts(input.tiers, say, locale).map((value, place) => ({
        label: say("tierRow", { place: place + 1 }),
        value,
      }));
    case "merchant.rate-limits":
      return limitLines(input.limits, say, locale);
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

/** Rows of a fee table, each in words. */
export function tierTexts(tiers: unknown, say: Say, locale: string): readonly string[] {
  if (!Array.isArray(tiers)) return [];
  return tiers.map(({ from, ratePpm }: { from: string | bigint; ratePpm: number }) =>
    say("tier", { from: moneyText(BigInt(from), locale), rate: rateText(ratePpm, locale) }),
  );
}

/** Limits by tier; null is the contract's. */
export function limitLines(limits: unknown, say: Say, locale: string): readonly FactLine[] {
  if (typeof limits !== "object" || limits === null) return [];
  const names = textsOf(locale, "opMerchants");
  return Object.entries(limits as Record<string, number | null>).map(([tier, limit]) => ({
    label: names(`tier_${tier}`),
    value: limit === null ? say("contract") : String(limit),
  }));
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
