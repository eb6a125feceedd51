import { createHash } from "node:crypto";
import { eq } from "drizzle-orm";
import { wireSettings } from "@/lib/api";
import { audit, type Context, merchantOf, requirePermission, transact } from "@/lib/command";
import { merchants, type Tx } from "@/lib/db";
import { assert } from "@/lib/kit";
import { readMerchant, type Settings, type SettingsPatch, settingsOf } from "./internal";

/**
 * Changes settings of the context's merchant and answers them all; what the patch leaves out stays.
 * Invoices that exist keep what was frozen with them. Throws scope_missing.
 */
export async function updateSettings(ctx: Context, patch: SettingsPatch): Promise<Settings> {
  requirePermission(ctx, "settings:write");
  const merchantId = merchantOf(ctx);
  return transact(ctx, async (tx) => {
    const before = settingsOf(await readMerchant(tx, merchantId, "update"));
    const after = { ...before, ...patch };
    await write(tx, merchantId, after, patch.keyDailyCap !== undefined);
    await audit(ctx, tx, {
      merchantId,
      action: "settings.updated",
      subjectKind: "merchant",
      subjectId: merchantId,
      data: { before: audited(before), after: audited(after) },
    });
    return after;
  });
}

/** The log says which logo it was, and does not keep every picture. */
function audited(settings: Settings): Record<string, unknown> {
  const wire = wireSettings(settings);
  const { brandLogo } = wire;
  const digest = brandLogo && createHash("sha256").update(brandLogo).digest("hex");
  return { ...wire, brandLogo: digest };
}

async function write(
  tx: Tx,
  merchantId: string,
  settings: Settings,
  capIsSet: boolean,
): Promise<void> {
  const { maxAutoWithdrawAmount, keyDailyCap, feeTiers, ipAllowList, embedOrigins, ...same } =
    settings;
  const changed = await tx
    .update(merchants)
    .set({
      ...same,
      maxAutoWithdrawUnits: maxAutoWithdrawAmount,
      keyDailyCapUnits: keyDailyCap,
      // From here on null means "none", and no longer "never set".
      ...(capIsSet ? { keyDailyCapSet: true } : {}),
      feeTiers: feeTiers.map(({ from, ratePpm }) => ({ from: from.toString(), ratePpm })),
      ipAllowList: [...ipAllowList],
      embedOrigins: [...embedOrigins],
    })
    .where(eq(merchants.id, merchantId))
    .returning({ id: merchants.id });
  assert(changed.length === 1, `merchant ${merchantId} vanished under its lock`);
}
