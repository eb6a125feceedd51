import type { CheckoutDetails, CheckoutPageView, CheckoutShop, CheckoutView } from "@/lib/api";
import { formatAmount, getNetwork, parseJsonNumber } from "@/lib/kit";
import type { LanguageTag } from "./languages";
import type { ShownLookup } from "./lookup-form";
import type { ShownForm } from "./payer-form";
import { type Texts, textsOf } from "./texts";

/** What the page knows beside the invoice. */
export interface CheckoutPageFacts {
  readonly language: LanguageTag;
  readonly sandbox: boolean;
  /** The page's own address, which a phone may go on with. */
  readonly pageUrl: string;
  readonly receiptUrl: string;
  /** The USDT contract of the network as people write it; null where it is not known. */
  readonly token: string | null;
  /** Path that gives more time (POST). */
  readonly extendUrl: string;
  /** Path of the shop's logo. */
  readonly logoUrl: string;
  /** The page is in a frame (`embed.js`) of that origin, which may hear of it; null: of one that may not. */
  readonly embed: { readonly origin: string | null } | null;
  /** What became of the transaction that the payer asked about; null or absent: nobody asked. */
  readonly lookup?: ShownLookup | null;
  /** There is mail here: receipts can be sent, and the shop can be told. */
  readonly mail?: boolean;
  /** What became of a wish for the receipt, and of an address that was left; null or absent: nobody asked. */
  readonly mailed?: ShownForm | null;
  readonly contact?: ShownForm | null;
  /** Path of the status poll. */
  readonly pollUrl: string;
  /** Path that sends test money (POST); null where there is none. */
  readonly payUrl: string | null;
  /** The explorer's address of a transaction, to which its hash is appended; null where none can see the chain. */
  readonly explorerTxBase: string | null;
  /** Seconds between blocks, for the estimate that a payer is shown. */
  readonly secondsPerBlock: number;
}

type AmountName = "amount" | "received" | "remaining";

/** What the payment page shows: the poll's answer with amounts as plain decimals, and the page's own facts. */
export interface CheckoutPageModel
  extends Readonly<Omit<CheckoutView, AmountName>>,
    Readonly<Record<AmountName, string>>,
    CheckoutDetails,
    CheckoutPageFacts {
  readonly shop: CheckoutShop;
  readonly chainName: string;
  readonly standard: string;
  readonly texts: Texts;
}

/** The page's model of what the poll answers. Throws when an amount has more than six decimals. */
export function checkoutPageModel(
  { view, details, shop }: CheckoutPageView,
  facts: CheckoutPageFacts,
): CheckoutPageModel {
  const { chainName, standard } = getNetwork(view.currencyType);
  return {
    ...view,
    ...details,
    shop,
    merchantName: shop.name,
    amount: amountText(view.amount),
    received: amountText(view.received),
    remaining: amountText(view.remaining),
    chainName,
    standard,
    texts: textsOf(facts.language),
    ...facts,
  };
}

/** An amount of the wire as a plain decimal. Throws when it has more than six decimals. */
export function amountText(wire: number): string {
  const value = parseJsonNumber(String(wire));
  if (value === null) throw new Error(`not an amount: ${wire}`);
  return formatAmount(value);
}
