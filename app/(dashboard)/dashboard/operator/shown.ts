import {
  capText,
  type FactLine,
  kindKey,
  limitLines,
  moneyText,
  networkName,
  orderLines,
  textsOf,
  tierTexts,
} from "@/components/dashboard";
import type { PageFacts } from "@/lib/http/dashboard";
import { NETWORKS } from "@/lib/kit";
import { MERCHANT_TIERS } from "@/lib/merchants";
import { getOperatorMerchant, listFees, type OperatorMerchant, type Order } from "@/lib/operator";
import { walletOf } from "./wallet-of";

type Ctx = PageFacts["ctx"];

/** An order as it is shown where its code is asked for: what, whom, what it was until now, what it will be. */
export async function shownOrder(
  ctx: Ctx,
  order: Order,
  locale: string,
): Promise<readonly FactLine[]> {
  const say = textsOf(locale, "opOrders");
  const plain = JSON.parse(
    JSON.stringify(order, (_key, value: unknown) =>
      typeof value === "bigint" ? value.toString() : value,
    ),
  ) as Record<string, unknown>;
  const merchant = "merchantId" in order ? await getOperatorMerchant(ctx, order.merchantId) : null;
  return [
    { label: say("order"), value: say(kindKey(order.kind)) },
    ...(merchant ? [{ label: say("merchant"), value: `${merchant.number} ${merchant.name}` }] : []),
    ...(merchant ? untilNow(order, merchant, locale) : []),
    ...orderLines(order.kind, plain, locale),
    ...(order.kind === "fees.settle" ? await settling(ctx, order.network, locale) : []),
  ];
}

/** What stands of that which the order changes. */
function untilNow(order: Order, merchant: OperatorMerchant, locale: string): FactLine[] {
  const say = textsOf(locale, "opOrders");
  const { tiers, rateLimits, keyDailyCap } = merchant;
  switch (order.kind) {
    case "merchant.fee-tiers":
      return tierTexts(tiers, say, locale).map((value, place) => ({
        label: say("tierRowBefore", { place: place + 1 }),
        value,
      }));
    case "merchant.rate-limits": {
      const all = MERCHANT_TIERS.map((tier) => [tier, rateLimits[tier] ?? null]);
      return limitLines(Object.fromEntries(all), say, locale).map(({ label, value }) => ({
        label: say("limitBefore", { tier: label }),
        value,
      }));
    }
    case "merchant.key-caps":
      return [{ label: say("capBefore"), value: capText(keyDailyCap, say, locale) }];
    default:
      return [];
  }
}

/** What is due, and the whole address that each network's fees go to. */
async function settling(
  ctx: Ctx,
  network: string | null,
  locale: string,
): Promise<readonly FactLine[]> {
  const say = textsOf(locale, "opOrders");
  const { sums } = await listFees(ctx, { page: 1, limit: 1 });
  const wallets = NETWORKS.filter(({ id }) => network === null || id === network).flatMap(
    ({ id }) => {
      const address = walletOf(id);
      return address ? [{ label: `${say("wallet")}: ${networkName(id)}`, value: address }] : [];
    },
  );
  // Of both networks: a settlement of one says it of none.
  const due = { label: say("due"), value: `${moneyText(sums.due, locale)} USDT` };
  return network === null ? [due, ...wallets] : wallets;
}
