import type { Database } from "@/lib/db";
import { type Figure, median, ratios } from "./figures";
import { type Answer, type Load, type Request, runLoad, type Target } from "./support/load";
import { type BenchMerchant, withWorld } from "./support/world";

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const REQUESTS = Number(process.env.BENCH_REQUESTS ?? 2_000);
const WARM_UP = 500;
const CONNECTIONS = 16;
const PAGES = 200;
const POLL_SECONDS = 5;
const NETWORK = "USDT-TRC20";

const INPUT = {
  currencyType: NETWORK,
  amount: 49.95,
  timer: 60,
  callbackUrl: "https://shop.example.com/thanks?order=1000123",
  webhookUrl: "https://shop.example.com/hooks/usdt",
  username: "ada",
  firstName: "Ada",
  lastName: "Lovelace",
  email: "ada@example.com",
  phoneNumber: "+44 20 7946 0000",
  description: "Order 1000123",
  referenceId: "order-1000123",
};

/** P1 and P11: what a created invoice and a poll of its page cost the web process. */
export function bench(): Promise<readonly Figure[]> {
  return withWorld(async (world) => {
    await fillPool(world.owner);
    const ours = await world.startWeb({ RATE_LIMIT_SCALE: "1000000" });
    const bare = await world.startBare();
    const figures = await creating(ours, bare, world.merchant);
    return [...figures, ...(await polling(ours, world.merchant))];
  });
}

/** As many free addresses as both will take. They look like addresses, and nobody holds their keys. */
async function fillPool(owner: Database): Promise<void> {
  const needed = 2 * (WARM_UP + ROUNDS * REQUESTS) + PAGES;
  await owner.sql`
    insert into addresses (network, address, display, purpose, path_index, verified_at)
    select ${NETWORK}, left(encode(sha256(n::text::bytea), 'hex'), 40),
      'T' || left(encode(sha256(n::text::bytea), 'hex'), 33), 'deposit', n, now()
    from generate_series(0, ${needed}::int) as n`;
  await owner.sql`vacuum analyze addresses`;
}

function create(path: string, merchant: BenchMerchant): Request {
  return {
    method: "POST",
    path,
    headers: { "content-type": "application/json", apikey: merchant.apiKey },
    body: JSON.stringify(INPUT),
  };
}

function mustBe(...statuses: readonly number[]) {
  return ({ status, body }: Answer) => {
    if (!statuses.includes(status)) throw new Error(`answered ${status}: ${body}`);
  };
}

/** Rounds against the bare app, which does the same SQL in the same database. */
async function creating(
  ours: Target,
  bare: Target,
  merchant: BenchMerchant,
): Promise<readonly Figure[]> {
  const runs = {
    ours: (count: number) => {
      const request = create("/api/v1/transaction/create", merchant);
      return runLoad(ours, CONNECTIONS, count, () => request, mustBe(200));
    },
    bare: (count: number) => {
      const request = create("/transaction/create", merchant);
      return runLoad(bare, CONNECTIONS, count, () => request, mustBe(200));
    },
  };
  const seen: Record<keyof typeof runs, Load[]> = { ours: [], bare: [] };
  await runs.ours(WARM_UP);
  await runs.bare(WARM_UP);
  for (let round = 0; round < ROUNDS; round += 1) {
    const order = ["ours", "bare"] as const;
    for (const name of round % 2 === 0 ? order : order.toReversed()) {
      const load = await runs[name](REQUESTS);
      seen[name].push(load);
      console.log(
        `     round ${round + 1} ${name}: ${load.cpuMs.toFixed(3)} CPU-ms/request, ` +
          `${Math.round(load.perSecond)}/s, p99 ${load.p99Ms.toFixed(0)} ms`,
      );
    }
  }
  const of = (name: keyof typeof runs, field: keyof Load) => seen[name].map((load) => load[field]);
  return [
    {
      id: "P1",
      what: `POST /transaction/create: CPU-ms a request, ours / bare Next route with the same SQL (${median(of("ours", "cpuMs")).toFixed(2)} / ${median(of("bare", "cpuMs")).toFixed(2)})`,
      values: ratios(of("ours", "cpuMs"), of("bare", "cpuMs")),
      better: "less",
      floor: 2,
      target: 1.4,
    },
    {
      id: "P1b",
      what: `the same: requests a second over ${CONNECTIONS} connections, ours / bare (no goal yet)`,
      values: ratios(of("ours", "perSecond"), of("bare", "perSecond")),
      floor: 0,
      target: 0.75,
    },
    {
      id: "P1c",
      what: "the same: p99, ours / bare (no goal yet)",
      values: ratios(of("ours", "p99Ms"), of("bare", "p99Ms")),
      better: "less",
      floor: Number.POSITIVE_INFINITY,
      target: 1.5,
    },
  ];
}

/** Open payment pages, each asking for news with the ETag it holds. */
async function polling(ours: Target, merchant: BenchMerchant): Promise<readonly Figure[]> {
  const codes: string[] = [];
  const request = create("/api/v1/transaction/create", merchant);
  await runLoad(
    ours,
    CONNECTIONS,
    PAGES,
    () => request,
    (answer) => {
      mustBe(200)(answer);
      const { url } = JSON.parse(answer.body) as { url: string };
      codes.push(url.slice(url.lastIndexOf("/") + 1));
    },
  );
  const etags = new Map<string, string>();
  const rounds: Load[] = [];
  let unchanged = 0;
  for (let round = 0; round <= ROUNDS; round += 1) {
    const codeOf = (at: number) => codes[at % codes.length] ?? "";
    unchanged = 0;
    const load = await runLoad(
      ours,
      CONNECTIONS,
      REQUESTS,
      (at) => {
        const etag = etags.get(codeOf(at));
        return {
          method: "GET",
          path: `/api/v1/public/checkout/${codeOf(at)}`,
          ...(etag === undefined ? {} : { headers: { "if-none-match": etag } }),
        };
      },
      (answer, at) => {
        mustBe(200, 304)(answer);
        if (answer.status === 304) unchanged += 1;
        if (typeof answer.headers.etag === "string") etags.set(codeOf(at), answer.headers.etag);
      },
    );
    if (round > 0) rounds.push(load);
  }
  const cost = median(rounds.map((load) => load.cpuMs));
  const share = ((unchanged / REQUESTS) * 100).toFixed(0);
  return [
    {
      id: "P11",
      what: `open payment pages that a core carries, asking every ${POLL_SECONDS} s (${cost.toFixed(2)} CPU-ms a poll, ${share} % answered 304; no goal yet)`,
      values: rounds.map((load) => (1_000 * POLL_SECONDS) / load.cpuMs),
      floor: 0,
      target: 5_000,
    },
  ];
}
