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

/** What the page says in each state. */
export function stateCopy(model: CheckoutPageModel): StateCopy {
  const copy = untitledCopy(model);
  return model.sandbox ? { ...copy, title: `[TEST] ${copy.title}` } : copy;
}

function untitledCopy(model: CheckoutPageModel): StateCopy {
  const { amount, received, remaining, merchantName: shop } = model;
  switch (model.state) {
    case "waiting":
      return {
        title: `Pay ${amount} USDT`,
        headline: `Send exactly ${amount} USDT`,
        text: "If your exchange deducts a fee, add it on top.",
        tone: "open",
      };
    case "partial":
      return {
        title: `${remaining} USDT left`,
        headline: `Send the remaining ${remaining} USDT`,
        text: `We received ${received} of ${amount} USDT. Send ${remaining} USDT more to the same address.`,
        tone: "open",
      };
    case "detected":
      return {
        title: "Confirming…",
        headline: "Payment seen, hold on",
        text: "We can see your payment. You can close this page.",
        tone: "busy",
      };
    case "confirming":
      return {
        title: "Confirming…",
        headline: "Your payment is being confirmed",
        text: "Nothing more to do. You can close this page.",
        tone: "busy",
      };
    case "checking":
      return {
        title: "Checking…",
        headline: "Time is up. Checking for your payment",
        text: "If you have already paid, it will be found. If not, please do not send anything now.",
        tone: "busy",
      };
    case "paid":
      return {
        title: "✓ Paid",
        headline: "Paid",
        text: `${shop} has your payment of ${received} USDT.`,
        tone: "good",
      };
    case "overpaid":
      return {
        title: "✓ Paid",
        headline: "Paid",
        text: `You sent ${extra(model)} USDT more than needed. Contact ${shop} about a refund.`,
        tone: "good",
      };
    case "expired":
      return {
        title: "Expired",
        headline: "This link has expired",
        text: `${DO_NOT_SEND} To pay, ask ${shop} for a new link.`,
        tone: "closed",
      };
    case "expired_partial":
      return {
        title: "Action needed",
        headline: `Time is up. We hold ${received} USDT`,
        text: `${received} of ${amount} USDT arrived in time. Please send nothing more, and contact ${shop} with the reference below.`,
        tone: "attention",
      };
    case "late":
      return {
        title: "Received late",
        headline: "Received late",
        text: `Your payment arrived after the link expired. ${shop} has been told.`,
        tone: "attention",
      };
    case "cancelled":
      return {
        title: "Cancelled",
        headline: "This payment was cancelled",
        text: DO_NOT_SEND,
        tone: "closed",
      };
  }
}

function extra(model: CheckoutPageModel): string {
  const [received, amount] = [parseAmount(model.received), parseAmount(model.amount)];
  if (received === null || amount === null) throw new Error("amounts are plain decimals");
  return formatAmount(received > amount ? received - amount : 0n);
}
