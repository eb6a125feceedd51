import { eq, sql } from "drizzle-orm";
import { type CheckoutShop, readLogo, supportUrlOf } from "@/lib/api";
import { type Database, merchants, type Tx } from "@/lib/db";
import { assert } from "@/lib/kit";
import { withCheckout } from "./get-checkout";
import type { InvoiceRow } from "./internal";

/** The first of the digest's characters: enough that another logo has another address. */
const DIGEST_LENGTH = 16;
const digest = sql<
  string | null
>`left(encode(sha256(convert_to(brand_logo, 'UTF8')), 'hex'), ${DIGEST_LENGTH})`;

/** How the merchant of that invoice has its payment pages look. The logo itself stays where it is. */
export async function readShop(
  tx: Tx,
  row: InvoiceRow,
  merchantName: string,
): Promise<CheckoutShop> {
  const [shop] = await tx
    .select({
      brandName: merchants.brandName,
      color: merchants.brandColor,
      logo: digest,
      supportUrl: merchants.supportUrl,
      note: merchants.checkoutNote,
      language: merchants.checkoutLanguage,
      embedOrigins: merchants.embedOrigins,
    })
    .from(merchants)
    .where(eq(merchants.id, row.merchantId));
  assert(shop, `merchant ${row.merchantId} of an invoice is not there`);
  const { brandName, supportUrl, ...rest } = shop;
  const facts = {
    transactionId: row.id,
    invoiceNo: row.invoiceNo,
    referenceId: row.referenceId ?? "",
  };
  return {
    ...rest,
    name: brandName ?? merchantName,
    supportUrl: supportUrl && supportUrlOf(supportUrl, facts),
  };
}

export interface Logo {
  readonly type: string;
  readonly bytes: Buffer;
  readonly digest: string;
}

/** The logo on the payment page of that code; null when there is no such page, or none on it. */
export async function getCheckoutLogo(db: Database, code: string): Promise<Logo | null> {
  return withCheckout(db, code, async (tx, row) => {
    const [found] = await tx
      .select({ text: merchants.brandLogo, digest })
      .from(merchants)
      .where(eq(merchants.id, row.merchantId));
    const logo = found?.text ? readLogo(found.text) : null;
    return logo && { ...logo, digest: found?.digest ?? "" };
  });
}
