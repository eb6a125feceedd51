import { formatAmount, parseAmount } from "@/lib/kit";
import type { CheckoutPageModel } from "./page-model";

export interface StateCopy {
  /** The tab's title; the countdown is put before it by the script. */
  readonly title: string;
  readonly headline: string;
  readonly text: string;
  readonly tone: Tone;
}

type Tone = "open" | "busy" | "good" | "attention" | "closed";

const TONES: Readonly<Record<CheckoutPageModel["state"], Tone>> = {
  waiting: "open",
  partial: "open",
  detected: "busy",
  confirming: "busy",
  checking: "busy",
  paid: "good",
  overpaid: "good",
  expired: "closed",
  expired_partial: "attention",
  late: "attention",
  cancelled: "closed",
};

/** What the page says in each state. */
export function stateCopy(model: CheckoutPageModel): StateCopy {
  const { texts, state } = model;
  const values = {
    amount: texts.amount(model.amount),
    received: texts.amount(model.received),
    remaining: texts.amount(model.remaining),
    extra: texts.amount(extra(model)),
    shop: model.merchantName,
  };
  const title = texts.say(`state.${state}.title`, values);
  return {
    title: model.sandbox ? `[TEST] ${title}` : title,
    headline: texts.say(`state.${state}.headline`, values),
    text: texts.say(textKeyOf(state), values),
    tone: TONES[state],
  };
}

function textKeyOf(state: CheckoutPageModel["state"]) {
  if (state === "waiting") return "ask.feeOnTop";
  return state === "partial" ? "ask.received" : (`state.${state}.text` as const);
}

/** What came beyond what was asked for; "0" when nothing did. */
function extra({ received, amount }: CheckoutPageModel): string {
  const more = (parseAmount(received) ?? 0n) - (parseAmount(amount) ?? 0n);
  return formatAmount(more > 0n ? more : 0n);
}
