import { and, eq, inArray } from "drizzle-orm";
import {
  asksForContact,
  type CheckoutShop,
  type ContactInput,
  receiptMailBody,
  TEXTS,
  UNHAPPY_REASONS,
} from "@/lib/api";
import { formatAddress, InvalidAddressError, parseAddress } from "@/lib/chains/spelling";
import { audit, type Context } from "@/lib/command";
import { payerContacts, paymentLookups, type Tx } from "@/lib/db";
import { AppError, newId, present } from "@/lib/kit";
import { queueMail } from "@/lib/mail";
import { readShop } from "./checkout-shop";
import { contactNotice } from "./contact-notice";
import { readPage, withCheckout } from "./get-checkout";
import { type InvoiceRow, lockInvoice } from "./internal";
import { isSame, type MailSettings } from "./mail-receipt";

const PER_INVOICE = 5;

/**
 * Notes where the payer of that public code can be reached, and where a refund might go; tells the shop by mail if its
 * support has an address. The same again changes nothing. Null when there is no such page; throws invalid_state,
 * validation_failed (an address of another network), rate_limited after five.
 */
export async function leaveContact(
  ctx: Context,
  code: string,
  input: ContactInput,
  settings: MailSettings & { readonly sandbox: boolean },
): Promise<{ readonly id: string } | null> {
  if (!settings.mail) throw new AppError("invalid_state", { public: TEXTS.noMail });
  return withCheckout(ctx.db, code, async (tx, found, merchantName) => {
    // Under the invoice's lock, so that two clicks are one row and nobody leaves a sixth.
    const invoice = present(await lockInvoice(tx, found.merchantId, found.id), "the invoice");
    const { view } = await readPage(tx, invoice, merchantName, ctx.now(), settings);
    if (!asksForContact(view.state, await endedUnhappily(tx, invoice))) {
      throw new AppError("invalid_state", { public: TEXTS.noContact });
    }
    const refundAddress = readRefundAddress(invoice, input.refundAddress);
    const left = await tx.select().from(payerContacts).where(ofInvoice(invoice));
    const same = left.find(
      (row) => isSame(row.email, input.email) && row.refundAddress === refundAddress,
    );
    if (same) return { id: same.id };
    if (left.length >= PER_INVOICE) throw new AppError("rate_limited");
    const shop = await readShop(tx, invoice, merchantName);
    const contact = {
      merchantId: invoice.merchantId,
      id: newId(),
      invoiceId: invoice.id,
      email: input.email,
      refundAddress,
      language: input.language ?? shop.language ?? "en",
      createdAt: ctx.now(),
    };
    await tx.insert(payerContacts).values(contact);
    await audit(ctx, tx, {
      merchantId: invoice.merchantId,
      action: "invoice.contact_left",
      subjectKind: "invoice",
      subjectId: invoice.id,
      // The audit log is kept for good: no address in it.
      data: { contact: contact.id, refundAddress: refundAddress !== null },
    });
    const to = supportMailbox(shop);
    if (to !== null) {
      const { merchantId, id: subjectId } = invoice;
      const about = { merchantId, kind: "payer_contact", subjectId, to } as const;
      await queueMail(ctx, tx, { ...about, ...contactNotice(invoice, view, contact, settings) });
    }
    return { id: contact.id };
  });
}

function ofInvoice({ merchantId, id }: InvoiceRow) {
  return and(eq(payerContacts.merchantId, merchantId), eq(payerContacts.invoiceId, id));
}

async function endedUnhappily(tx: Tx, { merchantId, id }: InvoiceRow): Promise<boolean> {
  const [row] = await tx
    .select({ id: paymentLookups.id })
    .from(paymentLookups)
    .where(
      and(
        eq(paymentLookups.merchantId, merchantId),
        eq(paymentLookups.invoiceId, id),
        inArray(paymentLookups.reason, [...UNHAPPY_REASONS]),
      ),
    )
    .limit(1);
  return row !== undefined;
}

/** The address in its one spelling. What was paid to can't be where a refund goes. */
function readRefundAddress({ network, address }: InvoiceRow, typed: string | null): string | null {
  if (typed === null) return null;
  try {
    const read = parseAddress(network, typed);
    if (read !== address) return formatAddress(network, read);
  } catch (error) {
    if (!(error instanceof InvalidAddressError)) throw error;
  }
  const message = TEXTS.refundAddress;
  throw new AppError("validation_failed", {
    public: message,
    details: [{ path: "refundAddress", message }],
  });
}

/** The mailbox behind a shop's support address; null when it is a page, or nothing. */
function supportMailbox({ supportUrl }: CheckoutShop): string | null {
  if (!supportUrl?.startsWith("mailto:")) return null;
  try {
    const email = decodeURIComponent(new URL(supportUrl).pathname);
    return receiptMailBody.safeParse({ email }).data?.email ?? null;
  } catch {
    // A percent sign that encodes nothing.
    return null;
  }
}
