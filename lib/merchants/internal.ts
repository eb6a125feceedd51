import { eq } from "drizzle-orm";
import type { parseSettings, wireSettings } from "@/lib/api";
import { merchants, type Tx } from "@/lib/db";
import { AppError, units } from "@/lib/kit";

/** A merchant's settings in our own terms. */
export type Settings = Parameters<typeof wireSettings>[0];
/** Those that change. */
export type SettingsPatch = ReturnType<typeof parseSettings>;
export type MerchantRow = typeof merchants.$inferSelect;

/** The merchant's row, locked for the rest of the transaction when it is to be changed. Throws not_found. */
export async function readMerchant(
  tx: Tx,
  merchantId: string,
  lock: "update" | "none",
): Promise<MerchantRow> {
  const query = tx.select().from(merchants).where(eq(merchants.id, merchantId));
  const [row] = await (lock === "update" ? query.for("update") : query);
  if (!row) throw new AppError("not_found", { internal: `merchant ${merchantId} is not there` });
  return row;
}

export function settingsOf(row: MerchantRow): Settings {
  return {
    autoWithdraw: row.autoWithdraw,
    maxAutoWithdrawAmount: row.maxAutoWithdrawUnits,
    applyLimitsToApi: row.applyLimitsToApi,
    depositFeePayer: row.depositFeePayer,
    withdrawalFeePayer: row.withdrawalFeePayer,
    underpaymentTolerancePpm: row.underpaymentTolerancePpm,
    creditAt: row.creditAt,
    requireSecret: row.requireSecret,
    ipAllowList: row.ipAllowList,
    feeTiers: row.feeTiers.map(({ from, ratePpm }) => ({ from: units(BigInt(from)), ratePpm })),
    keyDailyCap: row.keyDailyCapUnits,
    webhookOnCancel: row.webhookOnCancel,
    payerExtension: row.payerExtension,
    brandName: row.brandName,
    brandColor: row.brandColor,
    brandLogo: row.brandLogo,
    supportUrl: row.supportUrl,
    checkoutNote: row.checkoutNote,
    checkoutLanguage: row.checkoutLanguage as Settings["checkoutLanguage"],
    embedOrigins: row.embedOrigins,
  };
}
