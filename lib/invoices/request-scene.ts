import { sql } from "drizzle-orm";
import { type Scene, TEXTS } from "@/lib/api";
import { type Database, sandboxScenes, type Tx } from "@/lib/db";
import { AppError, newId, present, units } from "@/lib/kit";
import { listTransfers } from "@/lib/records";
import { checkoutState, seenSum } from "./checkout-state";
import { withCheckout } from "./get-checkout";
import { type InvoiceRow, lockInvoice } from "./internal";
import { insertSandboxPayment } from "./sandbox-payment";
import { sceneAmounts } from "./scene-amounts";

/**
 * Asks for a scene of a payment on an open invoice: as a rule the money that it still lacks. The sandbox's worker plays
 * it. Asked while one is under way, it answers that one. Null when there is no such page; throws invalid_state.
 */
export async function requestCheckoutPayment(
  db: Database,
  code: string,
  now: Date,
  scene: Scene = "exact",
): Promise<{ readonly id: string; readonly merchantId: string } | null> {
  return withCheckout(db, code, async (tx, found) => {
    const row = present(await lockInvoice(tx, found.merchantId, found.id), "the invoice");
    const remaining = await whatIsLeft(tx, row, now);
    const under = await findUnderWay(tx, row);
    const asked = under ?? (await ask(tx, row, now, scene, sceneAmounts(scene, remaining)));
    return { id: asked.id, merchantId: row.merchantId };
  });
}

async function whatIsLeft(tx: Tx, row: InvoiceRow, now: Date) {
  const transfers = await listTransfers(tx, row.merchantId, [row.id]);
  const facts = {
    status: row.status,
    amount: row.amountUnits,
    tolerance: row.toleranceUnits,
    received: row.receivedUnits,
    late: row.late,
    expiresAt: row.expiresAt,
    pending: transfers
      .filter((t) => t.state === "seen")
      .map((t) => ({ amount: t.amountUnits, blockTime: t.blockTime, confirmations: 1 })),
  };
  const state = checkoutState(facts, now);
  const remaining = units(row.amountUnits - seenSum(facts));
  if ((state !== "waiting" && state !== "partial") || remaining <= 0n) {
    throw new AppError("invalid_state", { public: TEXTS.notOpen });
  }
  return remaining;
}

/** A scene that is not over, or a payment that no block shows yet: a second click asks for nothing more. */
async function findUnderWay(tx: Tx, row: InvoiceRow): Promise<{ readonly id: string } | null> {
  const rows = await tx.execute<{ id: string }>(sql`
    select s.id from sandbox_scenes s
    where s.merchant_id = ${row.merchantId} and s.invoice_id = ${row.id}
      and s.step in ('asked', 'ended', 'gone', 'back')
    union all
    select p.id from sandbox_payments p
    where p.merchant_id = ${row.merchantId} and p.to_address = ${row.walletAddress} and p.state <> 'failed'
      and not exists (
        select 1 from chain_transfers t where t.merchant_id = p.merchant_id and t.tx_hash = p.tx_hash)
    order by 1 desc limit 1`);
  return rows[0] ?? null;
}

async function ask(
  tx: Tx,
  row: InvoiceRow,
  now: Date,
  scene: Scene,
  amounts: ReturnType<typeof sceneAmounts>,
): Promise<{ readonly id: string }> {
  const { merchantId, network, walletAddress } = row;
  // Ending the time comes first; the worker asks for the money of a late payment itself.
  let id: string | null = null;
  if (scene !== "late" && scene !== "expire") {
    for (const amount of amounts) {
      const made = await insertSandboxPayment(tx, now, {
        merchantId,
        network,
        walletAddress,
        amount,
      });
      id ??= made.id;
    }
  }
  id ??= newId();
  if (scene === "late" || scene === "expire" || scene === "reorganise") {
    await tx.insert(sandboxScenes).values({
      merchantId,
      id,
      invoiceId: row.id,
      network,
      toAddress: walletAddress,
      amountUnits: present(amounts[0], "an amount"),
      scene,
      step: "asked",
      createdAt: now,
      steppedAt: now,
    });
  }
  return { id };
}
