import { desc, eq } from "drizzle-orm";
import { type Context, merchantOf, requirePermission, transact } from "@/lib/command";
import { apiKeys } from "@/lib/db";
import { type ApiKeyView, viewOf } from "./key-records";

const MOST = 500;

/** The keys of the context's merchant, the newest first, at most 500. Throws scope_missing. */
export async function listApiKeys(ctx: Context): Promise<readonly ApiKeyView[]> {
  requirePermission(ctx, "keys:read");
  const merchantId = merchantOf(ctx);
  const rows = await transact(ctx, (tx) =>
    tx
      .select()
      .from(apiKeys)
      .where(eq(apiKeys.merchantId, merchantId))
      .orderBy(desc(apiKeys.createdAt), desc(apiKeys.id))
      .limit(MOST),
  );
  return rows.map((row) => viewOf(row, ctx.now()));
}
