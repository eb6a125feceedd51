import { isoTime, type NetworkId, type Units } from "@/lib/kit";
import { wireAmount } from "./record";
import { TEXTS } from "./texts";

interface CreatedInvoiceFacts {
  readonly id: string;
  readonly code: string;
  readonly invoiceNo: string;
  readonly walletAddress: string;
  readonly amount: Units;
  readonly network: NetworkId;
  readonly expiresAt: Date;
}

/** What transaction/create answers; its fields are top level. */
export function createdInvoiceBody(invoice: CreatedInvoiceFacts, origin: string) {
  const url = `${origin}/s/${invoice.code}`;
  return {
    success: true,
    message: TEXTS.paymentLinkGenerated,
    url,
    paymentUrl: url,
    transactionId: invoice.id,
    invoiceNo: invoice.invoiceNo,
    walletAddress: invoice.walletAddress,
    amount: wireAmount(invoice.amount),
    currencyType: invoice.network,
    expiresAt: isoTime(invoice.expiresAt),
  };
}
