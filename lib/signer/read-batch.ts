import { and, asc, eq, inArray } from "drizzle-orm";
import { matchAddresses } from "@/lib/addresses";
import {
  merchants,
  signingRequests,
  sweepBatches,
  sweepBatchMembers,
  sweeps,
  type Tx,
} from "@/lib/db";
import type { BatchFacts, SigningRequestRow } from "./facts";

/** What of a sweep may still be mined, or was: then it is not signed again in another way. */
const SPENT = ["signed", "broadcast", "final"] as const;

/** Reads a batch and the sweeps in it, which can't change until the transaction ends. */
export async function readBatch(
  tx: Tx,
  { purpose, merchantId, causeId }: SigningRequestRow,
): Promise<{ readonly facts: BatchFacts; readonly merchantNumber: number } | null> {
  if (purpose !== "sweep_batch" || merchantId === null) return null;
  const [batch] = await tx
    .select({
      id: sweepBatches.id,
      merchantId: sweepBatches.merchantId,
      network: sweepBatches.network,
      state: sweepBatches.state,
      toAddress: sweepBatches.toAddress,
      merchantNumber: merchants.number,
    })
    .from(sweepBatches)
    .innerJoin(merchants, eq(merchants.id, sweepBatches.merchantId))
    .where(and(eq(sweepBatches.merchantId, merchantId), eq(sweepBatches.id, causeId)))
    .for("share", { of: sweepBatches });
  if (!batch) return null;
  const rows = await tx
    .select({ member: sweepBatchMembers, sweep: sweeps })
    .from(sweepBatchMembers)
    .leftJoin(
      sweeps,
      and(
        eq(sweeps.merchantId, sweepBatchMembers.merchantId),
        eq(sweeps.id, sweepBatchMembers.sweepId),
      ),
    )
    .where(
      and(eq(sweepBatchMembers.merchantId, merchantId), eq(sweepBatchMembers.batchId, causeId)),
    )
    .orderBy(asc(sweepBatchMembers.position));
  const { merchantNumber, ...own } = batch;
  const wanted = [own.toAddress, ...rows.map(({ member }) => member.fromAddress)];
  const entries = await matchAddresses(tx, own.network, wanted);
  const spent = await readSpent(
    tx,
    rows.map(({ member }) => member.sweepId),
  );
  const members = rows.map(({ member, sweep }) => ({
    address: member.fromAddress,
    amountUnits: member.amountUnits,
    authorizes: member.authorizes,
    sweep,
    entry: entries.get(member.fromAddress) ?? null,
    isSpent: spent.has(member.sweepId),
  }));
  return {
    merchantNumber,
    facts: { ...own, treasury: entries.get(own.toAddress) ?? null, members },
  };
}

async function readSpent(tx: Tx, sweepIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (sweepIds.length === 0) return new Set();
  const rows = await tx
    .select({ id: signingRequests.causeId })
    .from(signingRequests)
    .where(
      and(
        eq(signingRequests.purpose, "sweep_token"),
        inArray(signingRequests.causeId, [...sweepIds]),
        inArray(signingRequests.state, [...SPENT]),
      ),
    );
  return new Set(rows.map(({ id }) => id));
}
