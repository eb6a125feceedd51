import type { ChainAdapter } from "@/lib/chains";
import { beat, jobContext, type Loop, type Stuck, startLoop } from "@/lib/command";
import type { Database } from "@/lib/db";
import { answerLookups, type Looker } from "@/lib/deposits";
import type { MakeOptions } from "@/lib/desk/making";
import { ENERGY_NETWORK } from "@/lib/energy";
import type { Logger, NetworkId } from "@/lib/kit";
import { foldBalances } from "@/lib/ledger";
import { keepMails, type SendOptions, sendMails } from "@/lib/mail/delivery";
import type { CarryTools } from "@/lib/operator/carrying";
import { settleFees } from "@/lib/payouts";
import { counted } from "./counted";
import { deskLoops, orderLoops } from "./desk-loops";
import { forgetOld } from "./forget-old";
import {
  checkIdentity,
  gasRound,
  moveRound,
  type RoundDeps,
  reclaimRound,
  watchRound,
} from "./network-rounds";

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
  /** Where collected fees go; a network without one keeps them. */
  readonly operatorWallets?: Readonly<Record<NetworkId, string | null>>;
  /** How mail is sent, or that a sandbox keeps it; absent: there is none. */
  readonly mail?: SendOptions | "kept";
  /** Where people find their exports, as mails say it. */
  readonly exports?: MakeOptions;
  /** What it takes to carry out operators' orders; absent: they wait. */
  readonly orders?: Pick<CarryTools, "origin" | "sealSecret">;
  readonly extraLoops?: readonly ExtraLoop[];
  readonly now?: () => Date;
  /** What is done about a round that neither ends nor asks its node anything. */
  readonly stuck?: Stuck;
}

export interface Worker {
  /** Ends every loop after its round. */
  stop(): Promise<void>;
}

const MOVE_MS = 500;
const RECLAIM_MS = 2_000;
/** After every round, also a busy one. */
const LOOKUPS_MS = 1_000;
const MAILS_MS = 500;
const FOLD_MS = 5_000;
const FOLD_FROM = 20;
const FORGET_MS = 600_000;
const SETTLE_MS = 60_000;
const GAS_MS = 15_000;
const BEAT_MS = 2_000;
const FIRST_BACKOFF_MS = 100;
const MAX_BACKOFF_MS = 10_000;

type Round = () => Promise<boolean>;
type NetworkRound = (deps: RoundDeps, adapter: ChainAdapter) => Promise<boolean>;

/** Starts the worker's loops. Any number of workers may run on one database. */
export function startWorker(options: WorkerOptions): Worker {
  const { db, log, adapters } = options;
  const deps: RoundDeps = { db, log, now: options.now ?? (() => new Date()) };
  const loops = new Map<string, Loop>();
  const start = (name: string, idleMs: number, round: Round, pulse?: () => number) => {
    const firstBackoffMs = Math.max(idleMs, FIRST_BACKOFF_MS);
    const paced = async () => ((await round()) ? 0 : idleMs);
    const backoff = { firstBackoffMs, maxBackoffMs: MAX_BACKOFF_MS };
    loops.set(
      name,
      startLoop({ name, round: paced, log, ...backoff, stuck: options.stuck, pulse }),
    );
  };
  const lookers: Looker[] = [];
  for (const adapter of adapters) {
    const checked = onceTrue(() => checkIdentity(deps, adapter));
    lookers.push(lookerOf(adapter, checked));
    const startNetwork = (what: string, idleMs: number, work: NetworkRound) => {
      // Each loop's own count: the steps of one must not hide that the other is stuck.
      const { counting, calls } = counted(adapter);
      const round = async () => {
        await checked();
        return work(deps, counting);
      };
      start(`${what}:${adapter.network}`, idleMs, round, calls);
    };
    startNetwork("watch", options.scanIntervalMs, watchRound);
    startNetwork("move", Math.min(MOVE_MS, options.scanIntervalMs), moveRound);
    startNetwork("gas", GAS_MS, gasRound);
    if (adapter.network === ENERGY_NETWORK) startNetwork("reclaim", RECLAIM_MS, reclaimRound);
  }
  start("lookups", LOOKUPS_MS, async () => {
    const ctx = jobContext(db, "lookups", log, deps.now);
    await answerLookups(ctx, lookers);
    return false;
  });
  start("fold", FOLD_MS, async () => (await foldBalances(db, FOLD_FROM)) === 100);
  const job = (name: string) => jobContext(db, name, log, deps.now);
  start("forget", FORGET_MS, () => forgetOld(job("forget")));
  const { operatorWallets: wallets, mail } = options;
  if (mail) {
    start("mails", MAILS_MS, async () => {
      const ctx = jobContext(db, "mails", log, deps.now);
      return (mail === "kept" ? await keepMails(ctx) : await sendMails(ctx, mail)) > 0;
    });
  }
  if (wallets) {
    const ctx = () => jobContext(db, "settle", log, deps.now);
    start("settle", SETTLE_MS, async () => (await settleFees(ctx(), { wallets })) < 0);
  }
  const desk = deskLoops(job, options.exports ?? { link: null, sandbox: false });
  const orders = orderLoops(job, options.orders, wallets);
  for (const extra of [...desk, ...orders, ...(options.extraLoops ?? [])]) {
    start(extra.name, extra.idleMs, extra.round);
  }
  start("heartbeat", BEAT_MS, async () => {
    await beat(db, "worker", loops);
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

/** A chain for lookups: one that is not ours, or not there yet, answers nothing. */
function lookerOf(adapter: ChainAdapter, checked: () => Promise<void>): Looker {
  return {
    network: adapter.network,
    token: adapter.token,
    requiredConfirmations: adapter.requiredConfirmations,
    formatAddress: (address) => adapter.formatAddress(address),
    look: async (txHash) => {
      await checked();
      return adapter.look(txHash);
    },
  };
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
