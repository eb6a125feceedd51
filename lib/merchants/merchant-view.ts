import { eq } from "drizzle-orm";
import { audit, type Context, requirePermission, transact } from "@/lib/command";
import { merchants, type StoredFeeTier } from "@/lib/db";
import { AppError, assert, isUuid, type Units } from "@/lib/kit";
import type { MerchantRow } from "./internal";

/** A merchant as the operator sees it. */
export interface MerchantView {
  readonly merchantId: string;
  /** Counts merchants from 1. */
  readonly number: number;
  readonly clientId: string;
  readonly name: string;
  readonly status: "active" | "suspended";
  readonly webhookUrl: string | null;
  readonly feeTiers: readonly StoredFeeTier[];
  /** Limits per tier that stand instead of the contract's. */
  readonly rateLimits: Readonly<Record<string, number>>;
  /** Micro-USDT per key and day without the secret; null: none; "default": the environment's. */
  readonly keyDailyCap: Units | null | "default";
  readonly requireSecret: boolean;
  readonly ipAllowList: readonly string[];
  readonly createdAt: Date;
}

export function merchantView(row: MerchantRow): MerchantView {
  return {
    merchantId: row.id,
    number: row.number,
    clientId: row.clientId,
    name: row.name,
    status: row.status,
    webhookUrl: row.webhookUrl,
    feeTiers: row.feeTiers,
    rateLimits: row.rateLimits,
    keyDailyCap: row.keyDailyCapSet ? row.keyDailyCapUnits : "default",
    requireSecret: row.requireSecret,
    ipAllowList: row.ipAllowList,
    createdAt: row.createdAt,
  };
}

export function merchantNotFound(): AppError {
  return new AppError("not_found", { public: "Merchant not found" });
}

/** What the operator changes: columns, and the words of the audit log. */
interface Change {
  readonly action: string;
  readonly set: Partial<typeof merchants.$inferInsert>;
  readonly data: Readonly<Record<string, unknown>>;
}

/**
 * The operator's writes to a merchant: `decide` looks at the locked row and answers what changes, or null where
 * it is so already. Throws scope_missing, not_found.
 */
export async function changeMerchant(
  ctx: Context,
  merchantId: string,
  decide: (row: MerchantRow) => Change | null,
): Promise<MerchantView> {
  requirePermission(ctx, "operator");
  if (!isUuid(merchantId)) throw merchantNotFound();
  return transact(ctx, async (tx) => {
    const [row] = await tx
      .select()
      .from(merchants)
      .where(eq(merchants.id, merchantId))
      .for("update");
    if (!row) throw merchantNotFound();
    const change = decide(row);
    if (change === null) return merchantView(row);
    const [changed] = await tx
      .update(merchants)
      // Forms of the settings that were opened before are told so.
      .set({ ...change.set, settingsVersion: row.settingsVersion + 1 })
      .where(eq(merchants.id, merchantId))
      .returning();
    assert(changed, `merchant ${merchantId} vanished under its lock`);
    await audit(ctx, tx, {
      merchantId,
      action: change.action,
      subjectKind: "merchant",
      subjectId: merchantId,
      data: change.data,
    });
    return merchantView(changed);
  });
}
