import {
  type CheckoutLanguage,
  type CheckoutPageView,
  isReceiptFinal,
  type ReceiptMailInput,
  TEXTS,
} from "@/lib/api";
import { audit, type Context } from "@/lib/command";
import { AppError, present } from "@/lib/kit";
import { listMailsAbout, queueMail } from "@/lib/mail";
import { readShop } from "./checkout-shop";
import { type CheckoutSettings, readPage, withCheckout } from "./get-checkout";
import { lockInvoice } from "./internal";

const SAME_MS = 60_000;
const PER_INVOICE = 3;

export interface MailSettings extends CheckoutSettings {
  /** Whether this installation has mail. */
  readonly mail: boolean;
}

/** A mail in words, made of what its page shows. */
export type ComposeReceipt = (
  page: CheckoutPageView,
  language: CheckoutLanguage | null,
) => { readonly subject: string; readonly text: string; readonly html: string };

/**
 * Sends the receipt of that public code to an address, three times at most; the same address within a minute is the same
 * wish. Null when there is no such page; throws invalid_state (no mail here, nothing that is final yet), rate_limited.
 */
export async function mailReceipt(
  ctx: Context,
  code: string,
  { email, language }: ReceiptMailInput,
  settings: MailSettings & { readonly compose: ComposeReceipt },
): Promise<{ readonly id: string } | null> {
  if (!settings.mail) throw new AppError("invalid_state", { public: TEXTS.noMail });
  return withCheckout(ctx.db, code, async (tx, found, merchantName) => {
    const now = ctx.now();
    // Under the invoice's lock, so that two clicks are one mail and nobody sends a fourth.
    const invoice = present(await lockInvoice(tx, found.merchantId, found.id), "the invoice");
    const page = {
      ...(await readPage(tx, invoice, merchantName, now, settings)),
      shop: await readShop(tx, invoice, merchantName),
    };
    if (!isReceiptFinal(page.details)) {
      throw new AppError("invalid_state", { public: TEXTS.noReceipt });
    }
    const { merchantId, id: subjectId } = invoice;
    const about = { merchantId, kind: "receipt", subjectId } as const;
    const sent = await listMailsAbout(tx, about);
    const same = sent.find(
      (mail) => isSame(mail.to, email) && now.getTime() - mail.createdAt.getTime() < SAME_MS,
    );
    if (same) return { id: same.id };
    if (sent.length >= PER_INVOICE) throw new AppError("rate_limited");
    const words = settings.compose(page, language);
    const fromName = page.shop.name;
    const id = await queueMail(ctx, tx, { ...about, ...words, fromName, to: email });
    // The audit log is kept for good: no address in it.
    await audit(ctx, tx, {
      merchantId,
      action: "invoice.receipt_mailed",
      subjectKind: "invoice",
      subjectId,
      data: { mail: id },
    });
    return { id };
  });
}

/** Whether two spellings are one mailbox, as every provider has it. */
export function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
