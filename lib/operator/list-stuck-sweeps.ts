import { sql } from "drizzle-orm";
import { type Context, readAsOperator } from "@/lib/command";
import { present, units } from "@/lib/kit";
import { pageOf } from "./paging";
import { type Processes, readProcesses } from "./read-processes";
import type { StuckSweep, StuckSweepList, StuckSweepQuery } from "./shapes";
import { type Heard, type StuckFacts, whyStuck } from "./why-stuck";

type Json = Omit<StuckSweep, "amount" | "since" | "why"> &
  Omit<StuckFacts, "worker" | "signer" | "moveProblem" | "now"> & {
    readonly amount: string;
    readonly since: string;
  };

/**
 * Sweeps that have not ended for longer than they should, with why: blocked for a minute, or older than 20 minutes on
 * Ethereum and 5 on Tron, or on a network that is halted. For operators. Throws scope_missing, validation_failed.
 */
export async function listStuckSweeps(
  ctx: Context,
  query: StuckSweepQuery,
): Promise<StuckSweepList> {
  const { limit, offset } = pageOf(query);
  const [[found], processes] = await Promise.all([
    readAsOperator<{ total: string; rows: readonly Json[] }>(
      ctx,
      sql`select * from operator_stuck_sweeps(${query.network ?? null}::text, ${limit}::integer, ${offset}::integer)`,
    ),
    readProcesses(ctx),
  ]);
  const { total, rows } = present(found, "the list");
  return { total: Number(total), rows: rows.map((row) => sweepOf(row, processes, ctx.now())) };
}

function sweepOf(row: Json, processes: Processes, now: Date): StuckSweep {
  const { id, merchantId, number, name, network, address, state } = row;
  const move = processes.worker?.loops.find((loop) => loop.name === `move:${network}`);
  const why = whyStuck({
    ...row,
    retryAt: isoOf(row.retryAt),
    worker: heard(processes.worker),
    signer: heard(processes.signer),
    moveProblem: move?.problem ?? null,
    now,
  });
  return {
    id,
    merchantId,
    number,
    name,
    network,
    address,
    amount: units(BigInt(row.amount)),
    state,
    since: new Date(row.since),
    why,
  };
}

function heard(process: Processes["worker"]): Heard {
  return { silent: process?.silent ?? true, seenAt: process?.seenAt.toISOString() ?? null };
}

/** The database writes an offset where the wire has a Z. */
function isoOf(text: string | null): string | null {
  return text === null ? null : new Date(text).toISOString();
}
