import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { roleUrl } from "@/lib/config";
import { connect, type Database, migrate } from "@/lib/db";
import { createInvoice } from "@/lib/invoices";
import type { NetworkId } from "@/lib/kit";
import { startPostgres } from "@/lib/sandbox/postgres";
import { startWorker } from "@/lib/worker";
import { API_SECRET, PASSWORDS } from "../support/api-process";
import { seedWorld } from "../support/api-world";
import { contextOf, usdt } from "../support/books";
import type { Figure } from "./figures";
import { type BenchChain, startEthereum, startTron } from "./support/chains";
import { warningLogger } from "./support/warning-logger";

const SCAN_INTERVAL_MS = 1_000;
const PAYMENTS = Number(process.env.BENCH_PAYMENTS ?? 60);
const MANY = 1_000;
const LONGEST_GAP_MS = 900;
const HEAD_POLL_MS = 20;
const SEEN_POLL_MS = 10;
const PATIENCE_MS = 30_000;
const WEEK_MS = 604_800_000;

interface Phase {
  readonly open: number;
  /** From the block's being there to the transfer's being committed as seen, in ascending order. */
  readonly latenciesMs: readonly number[];
  readonly callsPerBlock: number;
}

interface World {
  readonly db: Database;
  readonly merchantId: string;
}

/** P12 and P14: how soon a payment is seen, and what that asks of the node, with one open invoice and with a thousand. */
export async function bench(): Promise<readonly Figure[]> {
  const folder = await mkdtemp(path.join(tmpdir(), "tillgate-bench-"));
  // Started by root, the database runs as another user, who must be able to come in.
  await chmod(folder, 0o755);
  const ends: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  try {
    const server = await startPostgres({
      dataDir: path.join(folder, "postgres"),
      password: "owner-of-the-bench",
      database: "bench",
    });
    ends.unshift(server.stop);
    await migrate({ ownerUrl: server.url, ...PASSWORDS });
    const url = roleUrl(server.url, "tillgate_worker", PASSWORDS.workerPassword);
    const [{ merchantId }] = await seedWorld(url, API_SECRET);
    const db = connect({ url, name: "bench", max: 20 });
    ends.unshift(db.close);
    const ethereum = await startEthereum();
    ends.unshift(ethereum.stop);
    const tron = await startTron(path.join(folder, "tron"));
    ends.unshift(tron.stop);
    const chains = [ethereum, tron];
    const worker = startWorker({
      db,
      adapters: chains.map((chain) => chain.adapter),
      deliver: (signal) => aborted(signal),
      log: warningLogger,
      scanIntervalMs: SCAN_INTERVAL_MS,
    });
    ends.unshift(worker.stop);
    const measured = chains.map((chain) => measureChain({ db, merchantId }, chain));
    return (await Promise.all(measured)).flat();
  } finally {
    for (const end of ends) await end();
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve()));
}

async function measureChain(world: World, chain: BenchChain): Promise<readonly Figure[]> {
  const gaps = Array.from({ length: PAYMENTS }, () => Math.random() * LONGEST_GAP_MS);
  const wallets = await openInvoices(world, chain.network, 1);
  await untilScanned(world.db, chain);
  const one = await measurePhase(world, chain, wallets, gaps);
  wallets.push(...(await openInvoices(world, chain.network, MANY - 1)));
  const many = await measurePhase(world, chain, wallets, gaps);
  return figuresOf(chain.network, one, many);
}

/** Opens invoices that no payment of the bench fulfils, and answers where they are paid. */
async function openInvoices(
  { db, merchantId }: World,
  network: NetworkId,
  count: number,
): Promise<string[]> {
  const ctx = { ...contextOf(db, merchantId), permissions: new Set(["invoices:create"] as const) };
  const nothing = {
    callbackUrl: null,
    webhookUrl: null,
    username: null,
    firstName: null,
    lastName: null,
    email: null,
    phoneNumber: null,
    description: null,
    referenceId: null,
  };
  const input = { network, amount: usdt(1_000_000), timerMs: WEEK_MS, ...nothing };
  const wallets: string[] = [];
  for (let at = 0; at < count; at += 1) {
    wallets.push((await createInvoice(ctx, input)).walletAddress);
  }
  return wallets;
}

async function untilScanned(db: Database, chain: BenchChain): Promise<void> {
  const wanted = await chain.head();
  for (;;) {
    const [row] = await db.sql`select height from chain_cursors where network = ${chain.network}`;
    if (row && Number(row.height) >= wanted) return;
    await sleep(100);
  }
}

/** Pays at random times and watches both ends: the node's head, and the rows that are committed. */
async function measurePhase(
  world: World,
  chain: BenchChain,
  wallets: readonly string[],
  gaps: readonly number[],
): Promise<Phase> {
  const first = await chain.head();
  const callsBefore = chain.scanCalls();
  const done = new AbortController();
  const blocks = new Map<number, number>();
  const seen = new Map<string, Seen>();
  const watching = Promise.all([
    watch(done.signal, HEAD_POLL_MS, () => noteBlocks(chain, first, blocks)),
    watch(done.signal, SEEN_POLL_MS, () => noteSeen(world, chain.network, first, seen)),
  ]);
  try {
    for (const gap of gaps) {
      await sleep(gap);
      await chain.pay(wallets[Math.floor(Math.random() * wallets.length)] ?? "", 1_000_000n);
    }
    const patience = Date.now() + PATIENCE_MS;
    while (seen.size < gaps.length) {
      if (Date.now() > patience) throw new Error(`${chain.network}: only ${seen.size} were seen`);
      await sleep(50);
    }
  } finally {
    done.abort();
    await watching;
  }
  const callsPerBlock = (chain.scanCalls() - callsBefore) / blocks.size;
  const latenciesMs = [...seen.values()]
    .map(({ height, at }) => at - (blocks.get(height) ?? Number.NaN))
    .sort((a, b) => a - b);
  return { open: wallets.length, latenciesMs, callsPerBlock };
}

async function watch(
  signal: AbortSignal,
  everyMs: number,
  look: () => Promise<void>,
): Promise<void> {
  while (!signal.aborted) {
    await look();
    await sleep(everyMs);
  }
}

/** When each block was first there, as far as a poll every few milliseconds can tell. */
async function noteBlocks(
  chain: BenchChain,
  above: number,
  blocks: Map<number, number>,
): Promise<void> {
  const head = await chain.head();
  const now = performance.now();
  for (let height = above + blocks.size + 1; height <= head; height += 1) blocks.set(height, now);
}

interface Seen {
  readonly height: number;
  readonly at: number;
}

/** When each transfer above a height was committed. */
async function noteSeen(
  { db, merchantId }: World,
  network: NetworkId,
  above: number,
  seen: Map<string, Seen>,
): Promise<void> {
  const rows = await db.sql<{ hash: string; height: string }[]>`
    select tx_hash as hash, height from chain_transfers
    where merchant_id = ${merchantId} and network = ${network} and height > ${above}`;
  const at = performance.now();
  for (const { hash, height } of rows) {
    if (!seen.has(hash)) seen.set(hash, { height: Number(height), at });
  }
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function figuresOf(network: NetworkId, one: Phase, many: Phase): readonly Figure[] {
  const bound = SCAN_INTERVAL_MS + 1_000;
  const soon = [one, many].map(({ open, latenciesMs }): Figure => {
    const [p50, p95] = [percentile(latenciesMs, 0.5), percentile(latenciesMs, 0.95)];
    const told = `p50 ${p50.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms of ${latenciesMs.length} payments`;
    return {
      id: "P12",
      what: `${network}, ${open} open: block available to "seen", p95 / (scan interval + 1 s) (${told})`,
      values: [p95 / bound],
      better: "less",
      floor: 1,
      target: 0.75,
    };
  });
  const calls = `${one.callsPerBlock.toFixed(2)} and ${many.callsPerBlock.toFixed(2)}`;
  return [
    ...soon,
    {
      id: "P14",
      what: `${network}: node calls per block, ${many.open} open / ${one.open} open (${calls})`,
      values: [many.callsPerBlock / one.callsPerBlock],
      better: "less",
      // Rounds and blocks drift past each other; a call for each open invoice would be hundreds.
      floor: 1.25,
      target: 1.1,
    },
  ];
}
