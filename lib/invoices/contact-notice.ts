import type { CheckoutView } from "@/lib/api";
import { formatAmount } from "@/lib/kit";
import type { NewMail } from "@/lib/mail";
import type { InvoiceRow } from "./internal";

interface Contact {
  readonly email: string;
  readonly refundAddress: string | null;
  readonly language: string;
}

/** What the shop is told of an address that was left on a payment's page. */
export function contactNotice(
  invoice: InvoiceRow,
  view: CheckoutView,
  { email, refundAddress, language }: Contact,
  { sandbox }: { readonly sandbox: boolean },
): Pick<NewMail, "fromName" | "subject" | "text" | "html"> {
  const reference = invoice.referenceId === null ? [] : [`Your reference: ${invoice.referenceId}`];
  const refund =
    refundAddress === null ? "none was given" : `${refundAddress} (${invoice.network})`;
  const text = [
    `Somebody left an e-mail address on the page of the payment ${invoice.invoiceNo}.`,
    "",
    `E-mail address: ${email}`,
    `Language: ${language}`,
    `Wished address for a refund: ${refund}`,
    "",
    `Payment: ${invoice.invoiceNo}`,
    `Transaction id: ${invoice.id}`,
    ...reference,
    `State of the page: ${view.state}`,
    `Asked for: ${formatAmount(invoice.amountUnits)} USDT on ${invoice.network}`,
    `Received: ${formatAmount(invoice.receivedUnits)} USDT`,
    "",
    "Nobody has checked this. Whoever has the payment's link can leave an address, and that need not be who paid.",
    "Ask back before you send anything, and best refund to an address that the payer proves to own.",
    "Tillgate sends no refund by itself.",
  ].join("\n");
  const subject = `A payer can be reached: ${invoice.invoiceNo}`;
  return {
    fromName: "Tillgate",
    subject: sandbox ? `[TEST] ${subject}` : subject,
    text,
    html: null,
  };
}
