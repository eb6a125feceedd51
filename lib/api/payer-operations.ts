import { successOf } from "./envelope";
import type { Operation } from "./operations";
import { contactBody, payerRequest, receiptMailBody } from "./payer-mail";
import { TEXTS } from "./texts";

const notFound = { 404: [TEXTS.notFound] };
const common = {
  method: "post",
  tag: "Payment page",
  access: "public",
  tier: "public_mail",
  pathParameters: ["code"],
  answer: successOf(payerRequest),
} as const;

/** What a payer may have sent, and where a payer may be reached. */
export const PAYER_OPERATIONS: readonly Operation[] = [
  {
    ...common,
    id: "mailReceipt",
    path: "/public/checkout/{code}/receipt-mail",
    summary: "Send the receipt by mail once it is final, three times at most",
    body: receiptMailBody,
    failures: { 400: [TEXTS.email, TEXTS.noMail, TEXTS.noReceipt], ...notFound },
  },
  {
    ...common,
    id: "leaveContact",
    path: "/public/checkout/{code}/contact",
    summary: "Leave an e-mail address, and one for a refund, where a payment went another way",
    body: contactBody,
    failures: {
      400: [TEXTS.email, TEXTS.refundAddress, TEXTS.noMail, TEXTS.noContact],
      ...notFound,
    },
  },
];
