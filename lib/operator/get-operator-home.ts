import { sql } from "drizzle-orm";
import { type Context, readAsOperator } from "@/lib/command";
import { heartbeats } from "@/lib/db";
import { present, units } from "@/lib/kit";
import { listNetworkStates, type NetworkState } from "@/lib/reports";
import { gasState } from "./gas-state";
import type { LoopState, OperatorHome, OperatorNetwork, ProcessState } from "./shapes";

const SILENT_MS = 15_000;

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
  const [states, [house], beats] = await Promise.all([
    listNetworkStates(ctx),
    readAsOperator<HouseRow>(
      ctx,
      sql`select h.*, f.due as fees_due from operator_house() h, operator_fee_sums() f`,
    ),
    ctx.db.orm.select().from(heartbeats).orderBy(heartbeats.name),
  ]);
  const row = present(house, "the house");
  const now = ctx.now();
  return {
    networks: states.map((state) => networkOf(state, now)),
    processes: beats.flatMap((beat) => processOf(beat, now)),
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

function processOf(beat: typeof heartbeats.$inferSelect, now: Date): ProcessState[] {
  const kind = beat.name === "worker" || beat.name === "signer" ? beat.name : null;
  if (kind === null) return [];
  const loops = Object.entries(beat.data).map(([name, health]) => loopOf(name, health));
  return [
    {
      kind,
      id: beat.name,
      seenAt: beat.at,
      silent: now.getTime() - beat.at.getTime() > SILENT_MS,
      loops: loops.sort((a, b) => (a.name < b.name ? -1 : 1)),
    },
  ];
}

/** A loop's health as the process wrote it down. */
function loopOf(name: string, health: unknown): LoopState {
  const { lastOkAt, lastError } = (health ?? {}) as Readonly<Record<string, unknown>>;
  const problem = typeof lastError === "string" ? lastError : null;
  return {
    name,
    state: problem === null ? "ok" : "failing",
    lastOkAt: typeof lastOkAt === "number" ? new Date(lastOkAt) : null,
    problem,
  };
}
