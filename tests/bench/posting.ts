import { spawn } from "node:child_process";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { connect, type Database, migrate } from "@/lib/db";
import { newId } from "@/lib/kit";
import {
  type account,
  checkInvariants,
  depositCredited,
  depositReceived,
  foldBalances,
  LEDGER_INVARIANTS,
} from "@/lib/ledger";
import { startPostgres } from "@/lib/sandbox/postgres";
import { addMerchants, NETWORK, postOne, usdt } from "../support/books";
import { cpuSeconds } from "./cpu-time";
import { type Figure, median, ratios } from "./figures";

const MERCHANTS = 1_000;
const IN_FLIGHT = 16;
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 4);
const PASSWORD = "of-the-bench";

/** The same work in plain SQL without our walls: a journal row, its entries, its balances. */
const BARE = `
  create table bare_journal (merchant int, id uuid primary key, cause text, unique (merchant, cause));
  create table bare_entries (id uuid, line int, path text, amount bigint, primary key (id, line));
  create table bare_balances (merchant int, path text, balance bigint, primary key (merchant, path)) with (fillfactor = 50);
  create function bare_post(m int, c text, paths text[], amounts bigint[]) returns void language plpgsql as $$
  declare made uuid := uuidv7();
  begin
    insert into bare_journal values (m, made, c);
    insert into bare_entries select made, line, path, amount
      from unnest(paths, amounts) with ordinality as l (path, amount, line);
    insert into bare_balances as b select m, path, amount from unnest(paths, amounts) as l (path, amount) order by path
      on conflict (merchant, path) do update set balance = b.balance + excluded.balance;
  end $$;
  grant all on bare_journal, bare_entries, bare_balances to tillgate_worker;`;

/** One deposit: received on an address of its own, then credited. Two postings. */
async function deposit(db: Database, merchantId: string): Promise<void> {
  const record = newId();
  const at = { network: NETWORK, cause: record, record, amount: usdt(100) };
  await postOne(db, merchantId, depositReceived({ ...at, address: record }));
  await postOne(db, merchantId, depositCredited({ ...at, fee: usdt(1) }));
}

/** Postings in one run, a second of the clock and a second of processor time (client and server). */
interface Speed {
  readonly perSecond: number;
  readonly perCpuSecond: number;
}

async function measure(server: number, run: () => Promise<Tally>): Promise<Speed> {
  const before = await cpuSeconds(server);
  const { done, seconds } = await run();
  const used = (await cpuSeconds(server)) - before;
  return { perSecond: done / seconds, perCpuSecond: done / used };
}

interface Tally {
  readonly done: number;
  readonly seconds: number;
}

/** Postings through our own code. */
async function ours(db: Database, pick: () => string): Promise<Tally> {
  const ends = performance.now() + SECONDS * 1_000;
  let done = 0;
  const started = performance.now();
  const client = async () => {
    while (performance.now() < ends) {
      await deposit(db, pick());
      done += 2;
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, client));
  return { done, seconds: (performance.now() - started) / 1_000 };
}

/** The statement of our own posting, as pgbench writes it. */
function sameCall(
  kind: string,
  legs: readonly (readonly [Parameters<typeof account>[1], string, number])[],
): string {
  const list = (values: readonly string[]) => `array[${values.join(",")}]`;
  const paths = legs.map(([k, ref]) => (ref ? `'${NETWORK}/${k}/' || :r` : `'${NETWORK}/${k}'`));
  return `begin;
select set_config('app.merchant', (select id::text from bench_merchants where number = :m), true);
select created from ledger_post((select id from bench_merchants where number = :m), uuidv7(), '${kind}:' || :r, '${kind}',
  ${list(paths)}, ${list(legs.map(() => `'${NETWORK}'`))}, ${list(legs.map(([k]) => `'${k}'`))},
  ${list(legs.map(([, ref]) => (ref ? "(:r)::text" : "''")))}, ${list(legs.map(() => "'USDT'"))},
  ${list(legs.map(() => "6"))}::smallint[], ${list(legs.map(([k]) => (k === "chain" ? "1" : "-1")))}::smallint[],
  ${list(legs.map(([, , amount]) => String(amount)))}::bigint[]);
commit;`;
}

const PICK = (merchants: number) => `\\set m random(1, ${merchants})
\\set r random(1, 9000000000000000)
`;
const SAME = `${sameCall("deposit_received", [
  ["chain", "r", 100_000_000],
  ["incoming", "r", -100_000_000],
])}
${sameCall("deposit_credited", [
  ["incoming", "r", 100_000_000],
  ["available", "", -99_000_000],
  ["fees", "", -1_000_000],
])}
`;
const BARE_SCRIPT = `begin;
select set_config('app.merchant', (select id::text from bench_merchants where number = :m), true);
select bare_post(:m, 'received:' || :r, array['chain/' || :r, 'incoming/' || :r], array[100000000, -100000000]::bigint[]);
commit;
begin;
select set_config('app.merchant', (select id::text from bench_merchants where number = :m), true);
select bare_post(:m, 'credited:' || :r, array['incoming/' || :r, 'available', 'fees'], array[100000000, -99000000, -1000000]::bigint[]);
commit;
`;

/** Postings by pgbench, which must be installed (Debian: postgresql-contrib). */
async function pgbench(url: URL, script: string): Promise<Tally> {
  const args = [
    "-n",
    "-M",
    "prepared",
    "-c",
    `${IN_FLIGHT}`,
    "-j",
    "2",
    "-T",
    `${SECONDS}`,
    "-f",
    script,
  ];
  const child = spawn(
    "pgbench",
    [...args, "-h", url.hostname, "-p", url.port, "-U", url.username, url.pathname.slice(1)],
    { env: { ...process.env, PGPASSWORD: url.password } },
  );
  let told = "";
  child.stdout.on("data", (text) => {
    told += text;
  });
  child.stderr.on("data", (text) => {
    told += text;
  });
  const code = await new Promise((resolve, reject) =>
    child.on("close", resolve).on("error", reject),
  );
  const tps = /tps = ([\d.]+)/.exec(told)?.[1];
  const done = /actually processed: (\d+)/.exec(told)?.[1];
  if (code !== 0 || tps === undefined) throw new Error(`pgbench: ${told}`);
  return { done: Number(done) * 2, seconds: Number(done) / Number(tps) };
}

/** P3 and P4: postings through our code against pgbench, and all on one merchant against a thousand. */
export async function bench(): Promise<readonly Figure[]> {
  const folder = await mkdtemp(path.join(tmpdir(), "tillgate-bench-"));
  await chmod(folder, 0o755);
  const server = await startPostgres({
    dataDir: path.join(folder, "postgres"),
    password: PASSWORD,
    database: "bench",
  });
  const url = new URL(server.url);
  const owner = connect({ url: url.href, name: "owner", max: 2 });
  try {
    await migrate({ ownerUrl: url.href, webPassword: PASSWORD, workerPassword: PASSWORD });
    await owner.sql.unsafe(BARE);
    const ids = await addMerchants(owner, MERCHANTS);
    await owner.sql`create table bench_merchants as select number, id from merchants`;
    await owner.sql`create unique index on bench_merchants (number)`;
    await owner.sql`grant select on bench_merchants to tillgate_worker`;
    const scripts = { same: path.join(folder, "same.sql"), bare: path.join(folder, "bare.sql") };
    await writeFile(scripts.same, PICK(MERCHANTS) + SAME);
    await writeFile(scripts.bare, PICK(MERCHANTS) + BARE_SCRIPT);
    url.username = "tillgate_worker";
    return await rounds(url, server.pid, ids, scripts);
  } finally {
    await owner.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function rounds(
  url: URL,
  server: number,
  ids: readonly string[],
  scripts: { readonly same: string; readonly bare: string },
): Promise<readonly Figure[]> {
  const db = connect({ url: url.href, name: "bench", max: IN_FLIGHT });
  const any = () => ids[Math.floor(Math.random() * ids.length)] ?? "";
  const hottest = ids[0] ?? "";
  const seen = { cold: [], hot: [], same: [], bare: [] } as Record<string, Speed[]>;
  const runs = {
    cold: () => ours(db, any),
    hot: () => ours(db, () => hottest),
    same: () => pgbench(url, scripts.same),
    bare: () => pgbench(url, scripts.bare),
  };
  try {
    await runs.cold();
    for (let round = 0; round < ROUNDS; round += 1) {
      const order = Object.keys(runs) as (keyof typeof runs)[];
      if (round % 2 === 1) order.reverse();
      for (const name of order) seen[name]?.push(await measure(server, runs[name]));
      await foldBalances(db, 100);
    }
    const books = LEDGER_INVARIANTS.filter(({ id }) => ["I1", "I2", "I3", "I13"].includes(id));
    const breaches = await checkInvariants(db, books);
    if (breaches.length > 0) throw new Error(`the books are wrong: ${JSON.stringify(breaches)}`);
  } finally {
    await db.close();
  }
  const clock = (name: string) => (seen[name] ?? []).map((speed) => speed.perSecond);
  const cpu = (name: string) => (seen[name] ?? []).map((speed) => speed.perCpuSecond);
  const rates = Object.keys(seen)
    .map(
      (name) =>
        `${name} ${Math.round(median(clock(name)))}/s ${Math.round(median(cpu(name)))}/cpu-s`,
    )
    .join(", ");
  return [
    {
      id: "P3",
      what: `postings per CPU-second, ours / pgbench with the same call (${rates})`,
      values: ratios(cpu("cold"), cpu("same")),
      floor: 0.35,
      target: 0.6,
    },
    {
      id: "P3r",
      what: "the same by the clock: one process of ours against as many backends as it has connections",
      values: ratios(clock("cold"), clock("same")),
      floor: 0.35,
      target: 0.6,
    },
    {
      id: "P4",
      what: "postings a second, one merchant / a thousand",
      values: ratios(clock("hot"), clock("cold")),
      floor: 0.3,
      target: 0.8,
    },
    {
      id: "P3w",
      what: "what the walls cost: postings per CPU-second, ours / pgbench on tables without any (no goal)",
      values: ratios(cpu("cold"), cpu("bare")),
      floor: 0,
      target: 0.35,
    },
  ];
}
