import { sql } from "drizzle-orm";
import { type Context, readAsOperator } from "@/lib/command";
import { present, units } from "@/lib/kit";
import { listNetworkStates, type NetworkState } from "@/lib/reports";
import { gasState } from "./gas-state";
import { readProcesses } from "./read-processes";
import type { OperatorHome, OperatorNetwork } from "./shapes";

interface HouseRow extends Record<string, unknown> {
  readonly outbox_waiting: string;
  readonly mails_waiting: string;
  readonly active: string;
  readonly suspended: string;
  readonly orders_waiting: string;
  readonly fees_due: string;
}

/** How the installation stands, all merchants together. For operators. Throws scope_missing. */
export async function getOperatorHome(ctx: Context): Promise<OperatorHome> {
  const [states, [house], processes] = await Promise.all([
    listNetworkStates(ctx),
    readAsOperator<HouseRow>(
      ctx,
      sql`select h.*, f.due as fees_due from operator_house() h, operator_fee_sums() f`,
    ),
    readProcesses(ctx),
  ]);
  const row = present(house, "the house");
  const now = ctx.now();
  return {
    networks: states.map((state) => networkOf(state, now)),
    processes: [processes.worker, processes.signer].filter((one) => one !== null),
    outboxWaiting: Number(row.outbox_waiting),
    mailsWaiting: Number(row.mails_waiting),
    feesDue: units(BigInt(row.fees_due)),
    merchants: { active: Number(row.active), suspended: Number(row.suspended) },
    ordersWaiting: Number(row.orders_waiting),
  };
}

function networkOf(state: NetworkState, now: Date): OperatorNetwork {
  const { network, head, scanned, final, scannedAt, haltedReason, freeAddresses } = state;
  const { sweepsOpen, sweepsStuck, payoutsOpen } = state;
  return {
    network,
    head,
    scanned,
    final,
    scannedAt,
    // The head may have been read before the last block was.
    lagBlocks: head === null || scanned === null ? null : Math.max(0, head - scanned),
    lagSeconds:
      scannedAt === null
        ? null
        : Math.max(0, Math.floor((now.getTime() - scannedAt.getTime()) / 1_000)),
    haltedReason,
    freeAddresses,
    gas: gasState(state, now),
    sweepsOpen,
    sweepsStuck,
    payoutsOpen,
  };
}
