import { and, eq, sql } from "drizzle-orm";
import type { ChainAdapter, Hash, Receipt } from "@/lib/chains";
import { audit, type Context, transact } from "@/lib/command";
import { addresses, sweeps, type Tx } from "@/lib/db";
import { assert, formatAmount, present, type Units, units } from "@/lib/kit";
import { post, sweepSettled } from "@/lib/ledger";
import type { OutgoingRow } from "@/lib/outgoing";
import type { SweepRow } from "./write-sweep";

/** Books a sweep whose transfer is final: the tokens lie on the merchant's wallet now. False when it was booked already. */
export async function settleSweep(
  ctx: Context,
  adapter: ChainAdapter,
  row: SweepRow,
  transfer: OutgoingRow,
): Promise<boolean> {
  const txHash = present(transfer.txHash, "the transfer's hash");
  const receipt = await adapter.receipt(txHash as Hash);
  if (!receipt?.final || receipt.status !== "success") return false;
  const received = receivedBy(receipt, row);
  assert(received > 0n, `sweep ${row.id} moved nothing`);
  return bookSweep(ctx, row, { txHash, received });
}

/** What the wallet got: less than was sent when the token takes a fee, nothing when a batch failed for this one. */
export function receivedBy(receipt: Receipt, row: SweepRow): Units {
  const sum = receipt.transfers
    .filter((t) => t.from === row.fromAddress && t.to === row.toAddress)
    .reduce((total, t) => total + t.value, 0n);
  assert(sum <= row.amountUnits, `sweep ${row.id} moved ${sum} of ${row.amountUnits}`);
  return units(sum);
}

/** Writes down what a final receipt says of a sweep. False when it was booked already. */
export function bookSweep(
  ctx: Context,
  row: SweepRow,
  { txHash, received }: { readonly txHash: string; readonly received: Units },
): Promise<boolean> {
  return transact(ctx, async (tx) => {
    const settled = await tx
      .update(sweeps)
      .set({
        state: "settled",
        txHash,
        receivedUnits: received,
        settledAt: ctx.now(),
        blockedReason: null,
      })
      .where(
        and(
          eq(sweeps.merchantId, row.merchantId),
          eq(sweeps.id, row.id),
          eq(sweeps.state, row.state),
          eq(sweeps.attempt, row.attempt),
        ),
      )
      .returning({ id: sweeps.id });
    if (settled.length === 0) return false;
    await post(
      tx,
      row.merchantId,
      sweepSettled({
        network: row.network,
        cause: row.id,
        from: row.fromAddress,
        to: row.toAddress,
        sent: row.amountUnits,
        received,
      }),
    );
    await lowerUnswept(tx, row);
    await audit(ctx, tx, {
      merchantId: row.merchantId,
      action: "sweep.settled",
      subjectKind: "sweep",
      subjectId: row.id,
      data: { txHash, amount: formatAmount(row.amountUnits), received: formatAmount(received) },
    });
    return true;
  });
}

async function lowerUnswept(tx: Tx, row: SweepRow): Promise<void> {
  const left = sql<Units>`greatest(0, ${addresses.unsweptUnits} - ${row.amountUnits.toString()}::bigint)`;
  await tx
    .update(addresses)
    .set({
      unsweptUnits: left,
      unsweptSince: sql<Date | null>`case when ${left} = 0 then null else ${addresses.unsweptSince} end`,
    })
    .where(and(eq(addresses.network, row.network), eq(addresses.address, row.fromAddress)));
}
