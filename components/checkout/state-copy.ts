import { formatAmount, parseAmount } from "@/lib/kit";
import type { CheckoutPageModel } from "./page-model";

export interface StateCopy {
  /** The tab's title; the countdown is put before it by the script. */
  readonly title: string;
  readonly headline: string;
  readonly text: string;
  readonly tone: "open" | "busy" | "good" | "attention" | "closed";
}

const DO_NOT_SEND = "Please do not send funds to the old address.";

type Writer = (model: CheckoutPageModel) => StateCopy;

const COPY: Readonly<Record<CheckoutPageModel["state"], Writer>> = {
  waiting: (model) => ({
    title: `Pay ${model.amount} USDT`,
    headline: `Send exactly ${model.amount} USDT`,
    text: "If your exchange deducts a fee, add it on top.",
    tone: "open",
  }),
  partial: (model) => ({
    title: `${model.remaining} USDT left`,
    headline: `Send the remaining ${model.remaining} USDT`,
    text: `We received ${model.received} of ${model.amount} USDT. Send ${model.remaining} USDT more to the same address.`,
    tone: "open",
  }),
  detected: () => ({
    title: "Confirming…",
    headline: "Payment seen, hold on",
    text: "We can see your payment. You can close this page.",
    tone: "busy",
  }),
  confirming: () => ({
    title: "Confirming…",
    headline: "Your payment is being confirmed",
    text: "Nothing more to do. You can close this page.",
    tone: "busy",
  }),
  checking: () => ({
    title: "Checking…",
    headline: "Time is up. Checking for your payment",
    text: "If you have already paid, it will be found. If not, please do not send anything now.",
    tone: "busy",
  }),
  paid: (model) => ({
    title: "✓ Paid",
    headline: "Paid",
    text: `${model.merchantName} has your payment of ${model.received} USDT.`,
    tone: "good",
  }),
  overpaid: (model) => ({
    title: "✓ Paid",
    headline: "Paid",
    text: `You sent ${extra(model)} USDT more than needed. Contact ${model.merchantName} about a refund.`,
    tone: "good",
  }),
  expired: (model) => ({
    title: "Expired",
    headline: "This link has expired",
    text: `${DO_NOT_SEND} To pay, ask ${model.merchantName} for a new link.`,
    tone: "closed",
  }),
  expired_partial: (model) => ({
    title: "Action needed",
    headline: `Time is up. We hold ${model.received} USDT`,
    text: `${model.received} of ${model.amount} USDT arrived in time. Please send nothing more, and contact ${model.merchantName} with the reference below.`,
    tone: "attention",
  }),
  late: (model) => ({
    title: "Received late",
    headline: "Received late",
    text: `Your payment arrived after the link expired. ${model.merchantName} has been told.`,
    tone: "attention",
  }),
  cancelled: () => ({
    title: "Cancelled",
    headline: "This payment was cancelled",
    text: DO_NOT_SEND,
    tone: "closed",
  }),
};

/** What the page says in each state. */
export function stateCopy(model: CheckoutPageModel): StateCopy {
  const copy = COPY[model.state](model);
  return model.sandbox ? { ...copy, title: `[TEST] ${copy.title}` } : copy;
}

function extra(model: CheckoutPageModel): string {
  const [received, amount] = [parseAmount(model.received), parseAmount(model.amount)];
  if (received === null || amount === null) throw new Error("amounts are plain decimals");
  return formatAmount(received > amount ? received - amount : 0n);
}
