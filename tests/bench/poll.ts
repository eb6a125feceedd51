import { type Figure, median } from "./figures";
import { type Answer, type Load, type Request, runLoad, type Target } from "./support/load";
import { addTransactions } from "./support/transactions";
import { withWorld } from "./support/world";

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const REQUESTS = Number(process.env.BENCH_REQUESTS ?? 3_000);
const WARM_UP = 1_000;
const CONNECTIONS = 32;
/** Of which half are invoices. */
const TRANSACTIONS = 2_000;
/** A visible page asks every five seconds. */
const POLLS_PER_SECOND = 0.2;
const SLOW_MS = 200;

/**
 * P11: how many open payment pages one core carries. Nearly all polls find nothing new and are answered 304; each page has
 * an address of its own, as payers have.
 */
export function bench(): Promise<readonly Figure[]> {
  return withWorld(async ({ owner, merchant, startWeb }) => {
    await addTransactions(owner, merchant.id, TRANSACTIONS, 0);
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
        headers: {
          "if-none-match": etags[page] ?? "",
          "x-forwarded-for": `10.${page >> 16}.${(page >> 8) & 255}.${page & 255}`,
        },
      };
    };
    const run = (count: number) => runLoad(web, CONNECTIONS, count, poll, mustBeUnchanged);
    await run(WARM_UP);
    const loads: Load[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const load = await run(REQUESTS);
      loads.push(load);
      console.log(
        `     round ${round + 1}: ${load.cpuMs.toFixed(3)} CPU-ms/poll, ` +
          `${Math.round(load.perSecond)}/s, p99 ${load.p99Ms.toFixed(0)} ms`,
      );
    }
    const slowest = median(loads.map(({ p99Ms }) => p99Ms));
    return [
      {
        id: "P11",
        what: `open payment pages per core at a poll each 5 s (${median(loads.map(({ cpuMs }) => cpuMs)).toFixed(2)} CPU-ms a poll, p99 ${slowest.toFixed(0)} of ${SLOW_MS} ms)`,
        values: loads.map(({ cpuMs }) => 1_000 / (cpuMs * POLLS_PER_SECOND)),
        better: "more",
        floor: 3_000,
        target: 5_000,
      },
    ];
  });
}

async function readEtags(web: Target, codes: readonly string[]): Promise<readonly string[]> {
  const etags: string[] = [];
  for (const [page, code] of codes.entries()) {
    const answer = await fetch(`${web.origin}/api/v1/public/checkout/${code}`, {
      headers: { "x-forwarded-for": `10.${page >> 16}.${(page >> 8) & 255}.${page & 255}` },
    });
    etags.push(answer.headers.get("etag") ?? "");
    await answer.arrayBuffer();
  }
  return etags;
}

function mustBeUnchanged({ status, body }: Answer): void {
  if (status !== 304) throw new Error(`answered ${status}: ${body}`);
}
