import { type Figure, median, ratios } from "./figures";
import { type Answer, type Load, type Request, runLoad, type Target } from "./support/load";
import { addTransactions } from "./support/transactions";
import { withWorld } from "./support/world";

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const REQUESTS = Number(process.env.BENCH_REQUESTS ?? 2_000);
const WARM_UP = 1_000;
const CONNECTIONS = 16;
const RECORDS = 2_000;

/** P2: what a record costs the web process, against a bare Next route that reads a row by its primary key. */
export function bench(): Promise<readonly Figure[]> {
  return withWorld(async ({ owner, merchant, startWeb, startBare }) => {
    await addTransactions(owner, merchant.id, RECORDS, 0);
    const rows = await owner.sql<{ id: string }[]>`select id from invoices`;
    const ids = rows.map((row) => row.id);
    const headers = { apikey: merchant.apiKey };
    const path = (route: string, at: number) => `${route}?transactionId=${ids[at % ids.length]}`;
    const verify = (at: number): Request => ({
      method: "GET",
      path: path("/api/v1/public/transaction/verify", at),
      headers,
    });
    const read = (at: number): Request => ({ method: "GET", path: path("/verify", at) });
    const targets = {
      bare: [await startBare(), read],
      unlimited: [await startWeb({ RATE_LIMIT_SCALE: "0" }), verify],
      limited: [await startWeb({ RATE_LIMIT_SCALE: "1000000" }), verify],
    } as const;
    const seen = await measure(targets);
    const costs = (name: keyof typeof targets) => seen[name].map((load) => load.cpuMs);
    const figure = (id: string, name: "unlimited" | "limited", what: string): Figure => ({
      id,
      what: `GET /public/transaction/verify, ${what}: CPU-ms a request, ours / bare Next route with a read by primary key (${median(costs(name)).toFixed(2)} / ${median(costs("bare")).toFixed(2)})`,
      values: ratios(costs(name), costs("bare")),
      better: "less",
      floor: 1.5,
      target: 1.25,
    });
    return [
      figure("P2", "unlimited", "RATE_LIMIT_SCALE=0"),
      { ...figure("P2b", "limited", "counted by the rate limiter (no goal)"), floor: Infinity },
    ];
  });
}

type Targets = Readonly<
  Record<"bare" | "unlimited" | "limited", readonly [Target, (at: number) => Request]>
>;

/** Rounds in turn, each in the other order than the one before. */
async function measure(targets: Targets): Promise<Record<keyof Targets, Load[]>> {
  const names = ["bare", "unlimited", "limited"] as const;
  const seen: Record<keyof Targets, Load[]> = { bare: [], unlimited: [], limited: [] };
  const run = (name: keyof Targets, count: number) => {
    const [target, next] = targets[name];
    return runLoad(target, CONNECTIONS, count, next, mustBeFound);
  };
  for (const name of names) await run(name, WARM_UP);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const load = await run(name, REQUESTS);
      seen[name].push(load);
      console.log(
        `     round ${round + 1} ${name}: ${load.cpuMs.toFixed(3)} CPU-ms/request, ` +
          `${Math.round(load.perSecond)}/s, p99 ${load.p99Ms.toFixed(0)} ms`,
      );
    }
  }
  return seen;
}

function mustBeFound({ status, body }: Answer): void {
  if (status !== 200 || !body.includes("wallet")) throw new Error(`answered ${status}: ${body}`);
}
