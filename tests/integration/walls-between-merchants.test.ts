import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addPoolAddresses } from "@/lib/addresses";
import { type Context, jobContext, transact } from "@/lib/command";
import {
  getCustomer,
  getWallet,
  getWalletBalance,
  listMovements,
  pauseCustomer,
  updateBalance,
} from "@/lib/customers";
import { connect, type Database } from "@/lib/db";
import { cancelInvoice, getInvoice } from "@/lib/invoices";
import { AppError, newId, silentLogger, type Units } from "@/lib/kit";
import {
  approveWithdrawal,
  getMerchantDetails,
  getPayout,
  getRequestFacts,
  getWithdrawal,
  listWithdrawals,
  rejectWithdrawal,
} from "@/lib/payouts";
import { getTransaction, listTransactions } from "@/lib/records";
import { getWebhookEvent, listWebhookEvents, retryWebhookEvent } from "@/lib/webhooks";
import { addressAt } from "../support/api-world";
import { type Column, columnsOpenTo, listColumns, rightsOf, sampleOf } from "../support/catalog";
import { createTestDatabase, type TestDatabase } from "../support/database";
import { somewhere } from "../support/till";
import { addMerchant, contextOf, type Made, makeRows } from "../support/whole-merchant";

const REFUSED = "42501";
let database: TestDatabase;
let owner: Database;
let worker: Database;
/** One connection: what one transaction leaves behind, the next would find. */
let web: Database;
let a: Made;
let b: Made;
/** Tables with a merchant in them, by name, with the column that says whose a row is. */
const tables = new Map<string, string>();
const columns = new Map<string, Column[]>();

/** A row of a table that no verb of the web process writes: anything of the right type will do. */
async function fillTheRest(merchants: readonly string[]): Promise<readonly string[]> {
  const filled: string[] = [];
  await owner.sql.begin(async (sql) => {
    await sql`set local session_replication_role = replica`;
    for (const [table, key] of tables) {
      const [row] = await sql.unsafe(
        `select count(distinct ${key})::int as merchants from ${table} where ${key} is not null`,
      );
      if (row?.merchants === merchants.length) continue;
      filled.push(table);
      const checks = await sql`
        select conname from pg_constraint where contype = 'c' and conrelid = ${table}::regclass`;
      for (const { conname } of checks) {
        await sql.unsafe(`alter table ${table} drop constraint ${conname}`);
      }
      for (const merchant of merchants) {
        const values = Object.fromEntries(
          (columns.get(table) ?? []).flatMap((column) => {
            if (column.column === key) return [[key, merchant]];
            return column.nullable ? [] : [[column.column, sampleOf(column)]];
          }),
        );
        await sql`insert into ${sql(table)} ${sql(values)} on conflict do nothing`;
      }
    }
  });
  return filled;
}

beforeAll(async () => {
  database = await createTestDatabase();
  owner = connect({ url: database.ownerUrl, name: "owner", max: 1 });
  worker = connect({ url: database.workerUrl, name: "worker", max: 2 });
  web = connect({ url: database.webUrl, name: "web", max: 1 });
  const job = jobContext(worker, "test", silentLogger);
  const merchants = await Promise.all(
    ["Northwind", "Harbour"].map((name) => addMerchant(job, name)),
  );
  for (const network of ["USDT-ERC20", "USDT-TRC20"] as const) {
    const pool = Array.from({ length: 10 }, (_, at) => addressAt(network, at));
    await transact(job, (tx) => addPoolAddresses(job, tx, pool));
  }
  a = await makeRows(web, worker, merchants[0] ?? "");
  b = await makeRows(web, worker, merchants[1] ?? "");
  for (const column of await listColumns(owner)) {
    columns.set(column.table, [...(columns.get(column.table) ?? []), column]);
    if (column.column === "merchant_id") tables.set(column.table, "merchant_id");
  }
  tables.set("merchants", "id");
  const made = tables.size;
  const filled = await fillTheRest([a.merchantId, b.merchantId]);
  // Most of what there is, the verbs have made.
  expect(made - filled.length).toBeGreaterThan(10);
});
afterAll(async () => {
  await Promise.all([owner.close(), worker.close(), web.close()]);
  await database.drop();
});

/** Runs a statement as tillgate_web, bound to a merchant or to none, and undoes it. Rows touched, or the refusal. */
async function asWeb(text: string, merchant: string | null): Promise<number | string> {
  const undone = new Error("undone");
  let result: number | string = "nothing";
  await web.sql
    .begin(async (sql) => {
      if (merchant) await sql`select set_config('app.merchant', ${merchant}, true)`;
      result = (await sql.unsafe(text)).count;
      throw undone;
    })
    .catch((error: Error & { code?: string }) => {
      if (error !== undone) result = error.code ?? String(error);
    });
  return result;
}

describe("a statement without any merchant in it", () => {
  it("touches the rows of the merchant that it is bound to, and without one none", async () => {
    expect(tables.size).toBeGreaterThan(20);
    const [seen, changed]: [string[], string[]] = [[], []];
    for (const [table, key] of tables) {
      const rights = await rightsOf(owner, "tillgate_web", table);
      const [count] = await owner.sql.unsafe(
        `select count(*)::int as all, count(*) filter (where ${key} = '${a.merchantId}')::int as own from ${table}`,
      );
      expect.soft(count?.all, `${table} holds rows of both`).toBeGreaterThan(count?.own);
      expect.soft(count?.own, `${table} holds rows of A`).toBeGreaterThan(0);
      const tryIt = async (text: string, allowed: boolean) => {
        const [bound, free] = [await asWeb(text, a.merchantId), await asWeb(text, null)];
        const expected = allowed ? [count?.own, 0] : [REFUSED, REFUSED];
        expect.soft([text, bound, free]).toEqual([text, ...expected]);
      };
      await tryIt(`select * from ${table}`, rights.includes("SELECT"));
      await tryIt(`delete from ${table}`, rights.includes("DELETE"));
      // Rights to update are given by column: all that are open, or the key where none is.
      const open = await columnsOpenTo(owner, "tillgate_web", table, "UPDATE");
      if (open.length > 0) changed.push(table);
      for (const column of open.length > 0 ? open : [key]) {
        await tryIt(`update ${table} set ${column} = ${column}`, open.length > 0);
      }
      if (rights.includes("SELECT")) seen.push(table);
    }
    expect(seen.length).toBeGreaterThan(15);
    expect(changed).toEqual(expect.arrayContaining(["merchants", "invoices", "withdrawals"]));
  });

  it("can't make a row for another merchant, nor give one away", async () => {
    for (const [table, key] of tables) {
      const written = (columns.get(table) ?? []).filter(({ generated }) => !generated);
      const copied = written.map(({ column }) => column);
      const list = copied.join(", ");
      const shown = copied
        .map((column) => (column === key ? `'${b.merchantId}'` : column))
        .join(", ");
      const copy = `insert into ${table} (${list}) select ${shown} from ${table} limit 1`;
      expect.soft([table, await asWeb(copy, a.merchantId)]).toEqual([table, REFUSED]);
      const give = `update ${table} set ${key} = '${b.merchantId}'`;
      expect.soft([table, await asWeb(give, a.merchantId)]).toEqual([table, REFUSED]);
    }
  });

  it("finds nothing after the commit, on the connection that was bound before it", async () => {
    const [before] = await web.sql`select pg_backend_pid() as pid`;
    const readable: string[] = [];
    for (const table of tables.keys()) {
      if ((await rightsOf(owner, "tillgate_web", table)).includes("SELECT")) readable.push(table);
    }
    for (const table of readable) {
      const inside = await transact(contextOf(web, a.merchantId), (tx) =>
        tx.execute(`select 1 from ${table}`),
      );
      expect.soft(inside.length, table).toBeGreaterThan(0);
      expect.soft(await web.sql.unsafe(`select 1 from ${table}`), table).toHaveLength(0);
    }
    const [after] = await web.sql`
      select pg_backend_pid() as pid, current_setting('app.merchant', true) as merchant`;
    expect([after?.pid, after?.merchant ?? ""]).toEqual([before?.pid, ""]);
  });
});

type Verb = readonly [name: string, run: (ctx: Context, of: Made) => Promise<unknown>];

const READS: readonly Verb[] = [
  ["getTransaction", (ctx, of) => getTransaction(ctx, { transactionId: of.invoiceId })],
  ["getInvoice", (ctx, of) => getInvoice(ctx, of.invoiceId)],
  ["getWallet", (ctx, of) => getWallet(ctx, { userId: of.userId })],
  ["getWalletBalance", (ctx, of) => getWalletBalance(ctx, { userId: of.userId })],
  ["getWithdrawal", (ctx, of) => getWithdrawal(ctx, of.withdrawalId)],
  ["getPayout", (ctx, of) => getPayout(ctx, { id: of.payoutId })],
  ["getWebhookEvent", (ctx, of) => getWebhookEvent(ctx, of.eventId)],
  ["getRequestFacts", (ctx, of) => getRequestFacts(ctx, { withdrawalId: of.withdrawalId })],
  ["getCustomer", (ctx, of) => getCustomer(ctx, { userId: of.userId })],
  ["listMovements", (ctx, of) => listMovements(ctx, { userId: of.userId })],
  ["getMerchantDetails", (ctx) => getMerchantDetails(ctx)],
];
const LISTS: readonly Verb[] = [
  ["listTransactions", (ctx) => listTransactions(ctx, { page: 1, limit: 20 })],
  ["listWithdrawals", (ctx) => listWithdrawals(ctx, { page: 1, limit: 20 })],
  ["listWebhookEvents", (ctx) => listWebhookEvents(ctx, { page: 1, limit: 20 })],
];
const WRITES: readonly Verb[] = [
  [
    "cancelInvoice",
    (ctx, of) => cancelInvoice(ctx, { transactionId: of.invoiceId, remarks: null }),
  ],
  ["approveWithdrawal", (ctx, of) => approveWithdrawal(ctx, { withdrawalId: of.withdrawalId })],
  [
    "rejectWithdrawal",
    (ctx, of) => rejectWithdrawal(ctx, { withdrawalId: of.withdrawalId, remarks: null }),
  ],
  ["retryWebhookEvent", (ctx, of) => retryWebhookEvent(ctx, of.eventId)],
  ["pauseCustomer", (ctx, of) => pauseCustomer(ctx, { userId: of.userId })],
  [
    "updateBalance",
    (ctx, of) =>
      updateBalance(ctx, {
        userId: of.userId,
        walletAddress: of.walletAddress,
        amount: 1n as Units,
        transactionHash: "another",
      }),
  ],
];

const refusalOf = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  );

describe("verbs whose filter looks for another merchant than the one they are bound to", () => {
  /** Whatever a transaction says, the database takes it for merchant A's: what is left of B is the filter. */
  async function boundToA(work: () => Promise<void>): Promise<void> {
    const [known] = await owner.sql`select pg_get_functiondef('app_merchant'::regproc) as text`;
    await owner.sql.unsafe(
      `create or replace function app_merchant() returns uuid language sql stable as $$ select '${a.merchantId}'::uuid $$`,
    );
    try {
      await work();
    } finally {
      await owner.sql.unsafe(String(known?.text));
    }
  }

  it("find what is there while both say the same", async () => {
    for (const [name, run] of READS) {
      expect.soft(await refusalOf(run(contextOf(web, b.merchantId), b)), name).toBe("done");
    }
    for (const [name, run] of LISTS) {
      const page = (await run(contextOf(web, b.merchantId), b)) as { docs: unknown[] };
      expect.soft(page.docs.length, name).toBeGreaterThan(0);
    }
  });

  it("read nothing", async () => {
    await boundToA(async () => {
      for (const [name, run] of READS) {
        expect.soft(await refusalOf(run(contextOf(web, b.merchantId), b)), name).not.toBe("done");
      }
      for (const [name, run] of LISTS) {
        const page = await run(contextOf(web, b.merchantId), b);
        expect.soft(page, name).toMatchObject({ docs: [], totalDocs: 0 });
      }
    });
  });

  it("write nothing", async () => {
    const state = () => owner.sql`
      select (select json_agg(i order by i.id) from invoices i)::text as invoices,
        (select json_agg(w order by w.id) from withdrawals w)::text as withdrawals,
        (select json_agg(e order by e.id) from webhook_events e)::text as events,
        (select count(*)::int from customer_credits) as credits,
        (select count(*)::int from audit_log) as audited`;
    const before = await state();
    await boundToA(async () => {
      for (const [name, run] of WRITES) {
        expect.soft(await refusalOf(run(contextOf(web, b.merchantId), b)), name).not.toBe("done");
      }
    });
    expect(await state()).toEqual(before);
  });
});

describe("verbs with another merchant's ids", () => {
  it("say what they say of ids that do not exist", async () => {
    const nowhere: Made = {
      ...b,
      userId: "nobody",
      walletAddress: somewhere(),
      invoiceId: newId(),
      withdrawalId: newId(),
      payoutId: newId(),
      eventId: newId(),
    };
    // A user's id is the platform's own: both merchants may have the same.
    const theirs: Made = { ...b, userId: "nobody" };
    for (const [name, run] of [...READS.slice(0, -1), ...WRITES]) {
      const [other, none] = [
        await refusalOf(run(contextOf(web, a.merchantId), theirs)),
        await refusalOf(run(contextOf(web, a.merchantId), nowhere)),
      ];
      expect.soft([name, other]).toEqual([name, none]);
      expect.soft([name, other]).toEqual([name, "not_found"]);
    }
  });
});
