import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Context } from "@/lib/command";
import { roleUrl } from "@/lib/config";
import { connect, type Database, migrate } from "@/lib/db";
import { units } from "@/lib/kit";
import { type ListFilter, listRecords, listTransactions, type RecordFilter } from "@/lib/records";
import { startPostgres } from "@/lib/sandbox/postgres";
import { PASSWORDS } from "../support/api-process";
import { addMerchants, contextOf } from "../support/books";
import type { Figure } from "./figures";
import { addTransactions } from "./support/transactions";

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const CALLS = Number(process.env.BENCH_REQUESTS ?? 200);
const MANY = Number(process.env.BENCH_ROWS ?? 1_000_000);
const FEW = 10_000;
const WARM_UP = 20;

type Ask = RecordFilter & { readonly page?: number; readonly limit?: number };

/** What is asked of a merchant with so many transactions. */
const QUESTIONS: Readonly<Record<string, (rows: number, call: number) => Ask>> = {
  "the default page": () => ({}),
  "a status": () => ({ status: "confirmed" }),
  "a type, a status and a network": () => ({
    type: "deposit",
    status: "failed",
    currencyType: "USDT-ERC20",
  }),
  "a status that nothing has": () => ({ type: "payout", status: "rejected" }),
  "an old week": () => ({
    fromDate: new Date("2025-02-01T00:00:00Z"),
    toDate: new Date("2025-02-08T00:00:00Z"),
  }),
  "an invoice number": (rows, call) => ({ search: `INV-7-${1 + ((call * 37) % (rows / 2))}` }),
  "an address": (rows, call) => ({ search: `T${1 + ((call * 37) % (rows / 2))}` }),
  "page 500": () => ({ page: 500 }),
};

/** What the dashboard asks, by an index or by a bounded look. */
const FILTERS: Readonly<Record<string, ListFilter>> = {
  "statuses of a network": { statuses: ["confirmed", "failed"], networks: ["USDT-ERC20"] },
  "what was underpaid": { exception: "underpaid" },
  "what was late, which nothing was": { exception: "late" },
  "sums that many have": { amountFrom: units(6_000_000n), amountTo: units(9_000_000n) },
  "sums that nothing has": { amountFrom: units(90_000_000n), statuses: ["confirmed"] },
  "an amount": { search: "7.53" },
  "a user's failed ones": { userId: "user", statuses: ["failed"] },
  "an e-mail address": { search: "user@example.com" },
  "given up webhooks": { webhookFailed: true },
};

/** P8: a list of a merchant with a million transactions against one with ten thousand, in one database. */
export async function bench(): Promise<readonly Figure[]> {
  const folder = await mkdtemp(path.join(tmpdir(), "tillgate-bench-"));
  // Started by root, the database runs as another user, who must be able to come in.
  await chmod(folder, 0o755);
  const server = await startPostgres({
    dataDir: path.join(folder, "postgres"),
    password: "owner-of-the-bench",
    database: "bench",
    settings: { max_connections: "20", shared_buffers: "256MB" },
  });
  try {
    await migrate({ ownerUrl: server.url, ...PASSWORDS });
    const owner = connect({ url: server.url, name: "bench", max: 1, statementTimeoutMs: 900_000 });
    const url = roleUrl(server.url, "tillgate_web", PASSWORDS.webPassword);
    const web = connect({ url, name: "bench-web", max: 1 });
    try {
      const [big = "", small = ""] = await addMerchants(owner, 2);
      await addTransactions(owner, small, FEW, 0);
      await addTransactions(owner, big, MANY, FEW);
      return await measure(web, { big, small });
    } finally {
      await Promise.all([owner.close(), web.close()]);
    }
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(
  web: Database,
  merchants: { readonly big: string; readonly small: string },
): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  const asks: [string, (merchant: string, rows: number, call: number) => Promise<unknown>][] =
    Object.entries(QUESTIONS).map(([what, question]) => [
      what,
      (merchant, rows, call) => list(web, merchant, question(rows, call)),
    ]);
  for (const [what, filter] of Object.entries(FILTERS)) {
    asks.push([
      `dashboard: ${what}`,
      (merchant) => listRecords(reader(web, merchant), filter, { page: 1, limit: 20 }),
    ]);
  }
  const cursors = new Map<string, string>();
  for (const [merchant, rows] of [
    [merchants.big, MANY],
    [merchants.small, FEW],
  ] as const) {
    cursors.set(merchant, await deepCursor(web, merchant, rows));
  }
  asks.push([
    "a cursor at nine tenths of the depth",
    (merchant) => list(web, merchant, {}, cursors.get(merchant)),
  ]);
  for (const [what, ask] of asks) {
    const big: number[] = [];
    const small: number[] = [];
    await p95(WARM_UP, (call) => ask(merchants.big, MANY, call));
    await p95(WARM_UP, (call) => ask(merchants.small, FEW, call));
    for (let round = 0; round < ROUNDS; round += 1) {
      big.push(await p95(CALLS, (call) => ask(merchants.big, MANY, call)));
      small.push(await p95(CALLS, (call) => ask(merchants.small, FEW, call)));
    }
    const ms = (values: readonly number[]) =>
      (values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(1);
    figures.push({
      id: "P8",
      what: `list p95, ${MANY} transactions of one merchant / ${FEW}, ${what} (${ms(big)} / ${ms(small)} ms)`,
      values: big.map((value, at) => value / (small[at] ?? Number.NaN)),
      better: "less",
      floor: 2,
      target: 1.3,
    });
  }
  return figures;
}

function reader(web: Database, merchantId: string): Context {
  return { ...contextOf(web, merchantId), permissions: new Set(["invoices:read"]) };
}

function list(web: Database, merchantId: string, ask: Ask, cursor?: string) {
  return listTransactions(reader(web, merchantId), {
    page: 1,
    limit: 20,
    ...ask,
    ...(cursor === undefined ? {} : { cursor }),
  });
}

/** The cursor that a walk would hold after nine tenths of the rows, without walking there. */
async function deepCursor(web: Database, merchantId: string, rows: number): Promise<string> {
  const toDate = new Date(Date.parse("2025-01-01T00:00:00Z") + 0.1 * 365 * 86_400_000);
  const { nextCursor, totalDocs } = await list(web, merchantId, { toDate });
  if (nextCursor === null || totalDocs < Math.min(10_000, rows / 20)) {
    throw new Error("there is no such depth");
  }
  return nextCursor;
}

async function p95(calls: number, ask: (call: number) => Promise<unknown>): Promise<number> {
  const waits: number[] = [];
  for (let call = 0; call < calls; call += 1) {
    const begun = performance.now();
    await ask(call);
    waits.push(performance.now() - begun);
  }
  waits.sort((a, b) => a - b);
  return waits[Math.floor(calls * 0.95)] ?? Number.NaN;
}
