import { and, eq } from "drizzle-orm";
import { type Context, merchantOf, requirePermission, transact } from "@/lib/command";
import { apiKeys } from "@/lib/db";
import { AppError, isUuid } from "@/lib/kit";
import { type ApiKeyView, viewOf } from "./key-records";

/** One key of the context's merchant. Throws scope_missing, not_found. */
export async function getApiKey(
  ctx: Context,
  { keyId }: { readonly keyId: string },
): Promise<ApiKeyView> {
  requirePermission(ctx, "keys:read");
  const mine = and(eq(apiKeys.merchantId, merchantOf(ctx)), eq(apiKeys.id, keyId));
  const [row] = isUuid(keyId)
    ? await transact(ctx, (tx) => tx.select().from(apiKeys).where(mine))
    : [];
  if (!row) throw new AppError("not_found", { public: "API key not found" });
  return viewOf(row, ctx.now());
}
