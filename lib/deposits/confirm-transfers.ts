import { and, asc, eq, isNull, lte } from "drizzle-orm";
import { webhookBody } from "@/lib/api";
import type { ChainAdapter, Hash, Receipt } from "@/lib/chains";
import { audit, type Context, emit, requirePermission, transact } from "@/lib/command";
import { chainCursors, chainTransfers, deposits, type Tx } from "@/lib/db";
import { recordPayment } from "@/lib/invoices";
import { formatAmount, present } from "@/lib/kit";
import { post, topUpCredited } from "@/lib/ledger";
import { readRecord } from "@/lib/records";
import { bookUserDeposit } from "./book-user-deposit";
import { causeOf, receive, type TransferRow } from "./receive";

const BATCH = 500;

/**
 * Books every transfer of a network that became final, in the order of the chain, each in one transaction
 * with its ledger posting, the invoice's step, audit and outbox. Each is read again from a final block's
 * receipt first; one that the node tells otherwise now is left alone and logged. Answers how many were booked.
 */
export async function confirmTransfers(ctx: Context, adapter: ChainAdapter): Promise<number> {
  requirePermission(ctx, "jobs");
  const due = await ctx.db.orm
    .select({ transfer: chainTransfers })
    .from(chainTransfers)
    .innerJoin(chainCursors, eq(chainCursors.network, chainTransfers.network))
    .where(
      and(
        eq(chainTransfers.network, adapter.network),
        eq(chainTransfers.state, "seen"),
        lte(chainTransfers.height, chainCursors.finalHeight),
        isNull(chainCursors.haltedReason),
      ),
    )
    .orderBy(asc(chainTransfers.height), asc(chainTransfers.txHash), asc(chainTransfers.logIndex))
    .limit(BATCH);
  const receipts = new Map<string, Receipt | null>();
  const waiting = new Set<string | null>();
  let booked = 0;
  for (const { transfer } of due) {
    // A later payment must not be booked first: it would end the timer that an earlier one still meets.
    if (waiting.has(transfer.ownerId)) continue;
    const hash = transfer.txHash;
    if (!receipts.has(hash)) receipts.set(hash, await adapter.receipt(hash as Hash));
    if (!agrees(receipts.get(hash) ?? null, transfer)) {
      ctx.log.error({ network: transfer.network, hash }, "a final transfer is not as it was seen");
      waiting.add(transfer.ownerId);
      continue;
    }
    booked += (await confirmOne(ctx, transfer)) ? 1 : 0;
  }
  return booked;
}

/** Whether the final receipt still holds this very log, in the very block. */
function agrees(receipt: Receipt | null, transfer: TransferRow): boolean {
  if (receipt?.status !== "success" || !receipt.final) return false;
  if (receipt.block.hash !== transfer.blockHash) return false;
  return receipt.transfers.some(
    (t) =>
      t.logIndex === transfer.logIndex &&
      t.to === transfer.toAddress &&
      t.value === transfer.amountUnits,
  );
}

function confirmOne(ctx: Context, seen: TransferRow): Promise<boolean> {
  return transact(ctx, async (tx) => {
    const key = and(
      eq(chainTransfers.network, seen.network),
      eq(chainTransfers.txHash, seen.txHash),
      eq(chainTransfers.logIndex, seen.logIndex),
    );
    // Held to the commit: an unwinding that takes this block away comes before it or after it, never between.
    const [cursor] = await tx
      .select()
      .from(chainCursors)
      .where(eq(chainCursors.network, seen.network))
      .for("share");
    if (!cursor || cursor.haltedReason !== null || seen.height > cursor.finalHeight) return false;
    const [row] = await tx.select().from(chainTransfers).where(key).for("update");
    if (row?.state !== "seen" || row.blockHash !== seen.blockHash) return false;
    const late = await book(ctx, tx, row);
    await tx
      .update(chainTransfers)
      .set({ state: "final", finalAt: ctx.now(), late })
      .where(and(key, eq(chainTransfers.state, "seen")));
    return true;
  });
}

async function book(ctx: Context, tx: Tx, row: TransferRow): Promise<boolean> {
  const ownerId = present(row.ownerId, "the record of a transfer");
  switch (row.ownerKind) {
    case "invoice":
      return bookInvoicePayment(ctx, tx, row, ownerId);
    case "merchant":
      await bookTopUp(ctx, tx, row, ownerId);
      return false;
    case "user":
      await bookUserDeposit(ctx, tx, row, ownerId);
      return false;
  }
}

async function bookInvoicePayment(
  ctx: Context,
  tx: Tx,
  row: TransferRow,
  invoiceId: string,
): Promise<boolean> {
  await receive(ctx, tx, row, invoiceId);
  const { late } = await recordPayment(ctx, tx, {
    merchantId: row.merchantId,
    invoiceId,
    amount: row.amountUnits,
    blockTime: row.blockTime,
    txHash: row.txHash,
  });
  return late;
}

async function bookTopUp(ctx: Context, tx: Tx, row: TransferRow, depositId: string): Promise<void> {
  await post(
    tx,
    row.merchantId,
    topUpCredited({
      network: row.network,
      cause: causeOf(row),
      address: row.toAddress,
      amount: row.amountUnits,
    }),
  );
  await tx
    .update(deposits)
    .set({ status: "confirmed", confirmedAt: ctx.now() })
    .where(and(eq(deposits.merchantId, row.merchantId), eq(deposits.id, depositId)));
  await audit(ctx, tx, {
    merchantId: row.merchantId,
    action: "top_up.confirmed",
    subjectKind: "deposit",
    subjectId: depositId,
    data: { amount: formatAmount(row.amountUnits), txHash: row.txHash },
  });
  await emit(ctx, tx, {
    merchantId: row.merchantId,
    type: "deposit",
    subjectId: depositId,
    status: "confirmed",
    url: null,
    body: webhookBody(await readRecord(tx, row.merchantId, depositId)),
  });
}
