import { and, eq, isNull } from "drizzle-orm";
import { type Context, transact } from "@/lib/command";
import { memberships, userSessions } from "@/lib/db";
import { AppError, isUuid } from "@/lib/kit";
import { personOf } from "./internal";

/** Shows another merchant's dashboard in this session from now on. Throws scope_missing, not_found, sign_in_required. */
export async function chooseMerchant(
  ctx: Context,
  sessionId: string,
  merchantId: string,
): Promise<void> {
  const userId = personOf(ctx);
  const missing = () => new AppError("not_found", { public: "You do not work for this merchant" });
  if (!isUuid(merchantId)) throw missing();
  await transact({ ...ctx, merchantId }, async (tx) => {
    const [mine] = await tx
      .select({ role: memberships.role })
      .from(memberships)
      .where(and(eq(memberships.merchantId, merchantId), eq(memberships.userId, userId)));
    if (!mine) throw missing();
    const changed = await tx
      .update(userSessions)
      .set({ currentMerchantId: merchantId })
      .where(
        and(
          eq(userSessions.userId, userId),
          eq(userSessions.id, sessionId),
          isNull(userSessions.endedAt),
        ),
      )
      .returning({ id: userSessions.id });
    if (changed.length === 0) throw new AppError("sign_in_required");
  });
}
