import type { ChainAdapter } from "@/lib/chains";
import { forgetOldKeys } from "@/lib/command";
import type { Database } from "@/lib/db";
import type { Logger } from "@/lib/kit";
import { foldBalances } from "@/lib/ledger";
import { beat } from "./heartbeat";
import { type Loop, startLoop } from "./loop";
import { checkIdentity, moveRound, type RoundDeps, watchRound } from "./network-rounds";

export interface ExtraLoop {
  readonly name: string;
  readonly idleMs: number;
  readonly round: () => Promise<boolean>;
}

export interface WorkerOptions {
  readonly db: Database;
  readonly adapters: readonly ChainAdapter[];
  /** Sends the outbox until the signal aborts, then waits for what is in flight. */
  readonly deliver: (signal: AbortSignal) => Promise<void>;
  readonly log: Logger;
  readonly scanIntervalMs: number;
  readonly extraLoops?: readonly ExtraLoop[];
  readonly now?: () => Date;
}

export interface Worker {
  /** Ends every loop after its round. */
  stop(): Promise<void>;
}

const MOVE_MS = 500;
const FOLD_MS = 5_000;
const FOLD_FROM = 20;
const FORGET_MS = 600_000;
const BEAT_MS = 2_000;

/** Starts the worker's loops. Any number of workers may run on one database. */
export function startWorker(options: WorkerOptions): Worker {
  const { db, log, adapters } = options;
  const deps: RoundDeps = { db, log, now: options.now ?? (() => new Date()) };
  const loops = new Map<string, Loop>();
  const start = (name: string, idleMs: number, round: () => Promise<boolean>) => {
    loops.set(name, startLoop({ name, idleMs, round, log }));
  };
  for (const adapter of adapters) {
    const checked = onceTrue(() => checkIdentity(deps, adapter));
    start(`watch:${adapter.network}`, options.scanIntervalMs, async () => {
      await checked();
      return watchRound(deps, adapter);
    });
    start(`move:${adapter.network}`, Math.min(MOVE_MS, options.scanIntervalMs), async () => {
      await checked();
      return moveRound(deps, adapter);
    });
  }
  start("fold", FOLD_MS, async () => (await foldBalances(db, FOLD_FROM)) === 100);
  start("forget", FORGET_MS, async () => (await forgetOldKeys(db, deps.now())) === 1000);
  for (const extra of options.extraLoops ?? []) start(extra.name, extra.idleMs, extra.round);
  start("heartbeat", BEAT_MS, async () => {
    await beat(db, "worker", healthOf(loops));
    return false;
  });
  const stopping = new AbortController();
  const delivered = options.deliver(stopping.signal);
  return {
    stop: async () => {
      stopping.abort();
      await Promise.all([delivered, ...[...loops.values()].map((loop) => loop.stop())]);
    },
  };
}

function healthOf(loops: ReadonlyMap<string, Loop>): Record<string, unknown> {
  return Object.fromEntries([...loops].map(([name, loop]) => [name, { ...loop.health }]));
}

/** Runs a check until it passes once. */
function onceTrue(check: () => Promise<void>): () => Promise<void> {
  let passed = false;
  return async () => {
    if (passed) return;
    await check();
    passed = true;
  };
}
