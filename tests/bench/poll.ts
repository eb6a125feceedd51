import { Pool } from "undici";
import type { Database } from "@/lib/db";
import { databaseSeconds, processSeconds } from "./cpu-time";
import { type Figure, median } from "./figures";
import {
  type Answer,
  type Load,
  type Request,
  runLoad,
  runPaced,
  type Target,
} from "./support/load";
import { addTransactions } from "./support/transactions";
import { withWorld } from "./support/world";

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const REQUESTS = Number(process.env.BENCH_REQUESTS ?? 5_000);
const CONNECTIONS = 32;
const PAGES = Number(process.env.BENCH_PAGES ?? 5_000);
/** A visible page asks every five seconds. */
const POLLS_PER_SECOND = 0.2;
const STEADY_SECONDS = 20;
const SLOW_MS = 200;

/**
 * P11: how many open payment pages one core carries. Nearly all polls find nothing new and are answered 304; each page has
 * an address of its own, as payers have. First the price of one poll; then so many pages polled in earnest for a while, with
 * what the watch beside the polls costs, and with a stream of changes (C-14) open for each.
 */
export function bench(): Promise<readonly Figure[]> {
  return withWorld(async ({ owner, merchant, startWeb }) => {
    await addTransactions(owner, merchant.id, 2 * PAGES, 0);
    await owner.sql`update invoices
      set code = lpad(number::text, 22, '0'), status = 'initiated', expires_at = now() + interval '1 day'`;
    const rows = await owner.sql<{ code: string }[]>`select code from invoices`;
    const codes = rows.map(({ code }) => code);
    const web = await startWeb({ RATE_LIMIT_SCALE: "1000", TRUSTED_PROXY_HOPS: "1" });
    const etags = await readEtags(web, codes);
    const poll = (at: number): Request => {
      const page = at % codes.length;
      return {
        method: "GET",
        path: `/api/v1/public/checkout/${codes[page]}`,
        headers: { "if-none-match": etags[page] ?? "", "x-forwarded-for": addressOf(page) },
      };
    };
    const run = (count: number) => runLoad(web, CONNECTIONS, count, poll, mustBeUnchanged);
    await run(2 * PAGES);
    const loads: Load[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const load = await run(REQUESTS);
      loads.push(load);
      console.log(
        `     round ${round + 1}: ${load.cpuMs.toFixed(3)} CPU-ms/poll, ` +
          `${Math.round(load.perSecond)}/s, p99 ${load.p99Ms.toFixed(0)} ms`,
      );
    }
    const priced = figure(
      "P11",
      `of one poll alone (${median(loads.map(({ cpuMs }) => cpuMs)).toFixed(2)} CPU-ms)`,
      loads.map(({ cpuMs }) => 1_000 / (cpuMs * POLLS_PER_SECOND)),
    );
    const polled = await steadily(owner, web, poll);
    const left = await openStreams(web, codes);
    // Opening them took so long that what was known of the pages is forgotten.
    await run(2 * PAGES);
    const followed = await steadily(owner, web, poll).finally(left);
    return [
      priced,
      steady("P11b", "polled", polled),
      steady("P11c", "polled and followed", followed),
    ];
  });
}

interface Steady {
  readonly web: number;
  readonly database: number;
  readonly p99Ms: number;
}

/** Polls all pages as their browsers would, and answers the shares of a core that it took. */
async function steadily(
  owner: Database,
  web: Target,
  poll: (at: number) => Request,
): Promise<Steady> {
  const [row] = await owner.sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
  const read = async () => [await processSeconds(web.pid), await databaseSeconds(row?.pid ?? 0)];
  const [webBefore = 0, databaseBefore = 0] = await read();
  const perSecond = PAGES * POLLS_PER_SECOND;
  const begun = performance.now();
  const { p99Ms } = await runPaced(
    web,
    { connections: CONNECTIONS, perSecond, seconds: STEADY_SECONDS },
    poll,
    mustBeUnchanged,
  );
  const seconds = (performance.now() - begun) / 1_000;
  const [webAfter = 0, databaseAfter = 0] = await read();
  return {
    web: (webAfter - webBefore) / seconds,
    database: (databaseAfter - databaseBefore) / seconds,
    p99Ms,
  };
}

function steady(id: string, how: string, { web, database, p99Ms }: Steady): Figure {
  const share = (of: number) => `${(of * 100).toFixed(0)} %`;
  const took = `web ${share(web)} and database ${share(database)} of a core`;
  return figure(id, `of ${PAGES} ${how}: ${took}, p99 ${p99Ms.toFixed(0)} of ${SLOW_MS} ms`, [
    PAGES / (web + database),
  ]);
}

function figure(id: string, of: string, values: readonly number[]): Figure {
  const what = `open payment pages per core at a poll each 5 s, ${of}`;
  return { id, what, values, better: "more", floor: 3_000, target: 5_000 };
}

const addressOf = (page: number) => `10.${page >> 16}.${(page >> 8) & 255}.${page & 255}`;

/** Opens a stream for each page; answers how to leave them all. */
async function openStreams(web: Target, codes: readonly string[]): Promise<() => Promise<void>> {
  const pool = new Pool(web.origin, { connections: codes.length, pipelining: 1, bodyTimeout: 0 });
  const bodies: { destroy(): unknown }[] = [];
  for (const [page, code] of codes.entries()) {
    const { statusCode, body } = await pool.request({
      method: "GET",
      path: `/s/${code}/events`,
      headers: { "x-forwarded-for": addressOf(page) },
    });
    if (statusCode !== 200) throw new Error(`a stream was answered ${statusCode}`);
    body.on("error", () => undefined).resume();
    bodies.push(body);
  }
  return async () => {
    for (const body of bodies) body.destroy();
    await pool.destroy();
  };
}

async function readEtags(web: Target, codes: readonly string[]): Promise<readonly string[]> {
  const etags: string[] = [];
  for (const [page, code] of codes.entries()) {
    const answer = await fetch(`${web.origin}/api/v1/public/checkout/${code}`, {
      headers: { "x-forwarded-for": addressOf(page) },
    });
    etags.push(answer.headers.get("etag") ?? "");
    await answer.arrayBuffer();
  }
  return etags;
}

function mustBeUnchanged({ status, body }: Answer): void {
  if (status !== 304) throw new Error(`answered ${status}: ${body}`);
}
