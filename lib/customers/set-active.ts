import { and, eq } from "drizzle-orm";
import { audit, type Context, merchantOf, requirePermission, transact } from "@/lib/command";
import { customers } from "@/lib/db";
import { assert } from "@/lib/kit";
import { findCustomer, walletNotFound } from "./internal";

/** Whether a user's deposits raise the figure; so already: nothing changes. Throws scope_missing, not_found. */
export async function setActive(ctx: Context, userId: string, isActive: boolean): Promise<void> {
  requirePermission(ctx, "customers:write");
  const merchantId = merchantOf(ctx);
  await transact(ctx, async (tx) => {
    const customer = await findCustomer(tx, merchantId, userId, "no key update");
    if (!customer) throw walletNotFound();
    if (customer.isActive === isActive) return;
    const changed = await tx
      .update(customers)
      .set({ isActive })
      .where(
        and(
          eq(customers.merchantId, merchantId),
          eq(customers.id, customer.id),
          eq(customers.isActive, !isActive),
        ),
      )
      .returning({ id: customers.id });
    assert(changed.length === 1, `customer ${customer.id} changed under its lock`);
    await audit(ctx, tx, {
      merchantId,
      action: isActive ? "customer.resumed" : "customer.paused",
      subjectKind: "customer",
      subjectId: customer.id,
    });
  });
}
