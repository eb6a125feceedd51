import { and, eq, ne } from "drizzle-orm";
import { matchAddresses } from "@/lib/addresses";
import { merchants, signingRequests, sweeps, type Tx } from "@/lib/db";
import type { CauseFacts, SigningRequestRow } from "./judge-request";

/** Reads what a request stands on. The cause can't change until the transaction ends. */
export async function readCause(tx: Tx, request: SigningRequestRow): Promise<CauseFacts> {
  const sweep = await readSweep(tx, request);
  const entries = await matchAddresses(tx, request.network, [
    request.fromAddress,
    request.toAddress,
  ]);
  const others = await tx
    .select({ state: signingRequests.state })
    .from(signingRequests)
    .where(
      and(
        eq(signingRequests.purpose, request.purpose),
        eq(signingRequests.causeId, request.causeId),
        ne(signingRequests.id, request.id),
      ),
    );
  return {
    sweep,
    merchantNumber: sweep?.merchantNumber ?? null,
    from: entries.get(request.fromAddress) ?? null,
    to: entries.get(request.toAddress) ?? null,
    others: others.map((row) => row.state),
  };
}

async function readSweep(tx: Tx, request: SigningRequestRow) {
  if (request.merchantId === null) return null;
  const [row] = await tx
    .select({
      merchantId: sweeps.merchantId,
      network: sweeps.network,
      state: sweeps.state,
      fromAddress: sweeps.fromAddress,
      toAddress: sweeps.toAddress,
      amountUnits: sweeps.amountUnits,
      merchantNumber: merchants.number,
    })
    .from(sweeps)
    .innerJoin(merchants, eq(merchants.id, sweeps.merchantId))
    .where(and(eq(sweeps.merchantId, request.merchantId), eq(sweeps.id, request.causeId)))
    .for("share", { of: sweeps });
  return row ?? null;
}
