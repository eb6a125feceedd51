import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TransactionType, WireStatus } from "@/lib/api";
import type { Context, Permission } from "@/lib/command";
import { connect, type Database } from "@/lib/db";
import { type NetworkId, newId } from "@/lib/kit";
import { getTransaction, listTransactions, pageRecords, type RecordFilter } from "@/lib/records";
import { addMerchants, contextOf } from "../support/books";
import { createTestDatabase, type TestDatabase } from "../support/database";
import { addRecords, type Known, type Sketch } from "../support/records";

let database: TestDatabase;
let owner: Database;
let web: Database;
let mine: string;
let other: string;
let customer: string;
let records: readonly Known[];

const NETWORKS = ["USDT-ERC20", "USDT-TRC20"] as const satisfies readonly NetworkId[];
const STATES = {
  invoice: ["initiated", "amount_confirmed", "confirmed", "failed", "cancelled"],
  deposit: ["initiated", "confirmed", "failed"],
  withdrawal: ["pending", "approved", "sent", "included", "settled", "failed", "rejected"],
  payout: ["approved", "settled", "failed"],
  fee_settlement: ["approved", "settled"],
} as const;
const WORDS: readonly WireStatus[] = [
  "initiated",
  "amount confirmed",
  "confirmed",
  "failed",
  "cancelled",
  "pending",
  "processing",
  "completed",
  "rejected",
];
const START = Date.parse("2026-01-01T00:00:00.000Z");
const SECONDS = 40;

const as = (
  merchantId: string,
  permissions: readonly Permission[] = ["invoices:read"],
): Context => ({
  ...contextOf(web, merchantId),
  permissions: new Set(permissions),
});

/** Rows of every table, several of them at the same time. */
function sketch(seed: number): Sketch {
  const [{ kind, network, state, second, referenceId, ours }] = fc.sample(
    fc.constantFrom(...(Object.keys(STATES) as (keyof typeof STATES)[])).chain((kind) =>
      fc.record({
        kind: fc.constant(kind),
        network: fc.constantFrom(...NETWORKS),
        state: fc.constantFrom(...STATES[kind]),
        second: fc.integer({ min: 0, max: SECONDS }),
        referenceId: fc.constantFrom("order-1", "order-2", null),
        ours: fc.boolean(),
      }),
    ),
    { numRuns: 1, seed },
  ) as [never];
  const at = new Date(START + Number(second) * 1_000);
  const owned = kind === "withdrawal" || (kind === "deposit" && ours);
  return { kind, network, state, at, referenceId, ...(owned ? { customerId: customer } : {}) };
}

async function addCustomer(merchantId: string): Promise<string> {
  const id = newId();
  await owner.sql`insert into customers (merchant_id, id, user_id, email, is_active, created_at)
    values (${merchantId}, ${id}, 'user', 'user@example.com', true, now())`;
  return id;
}

beforeAll(async () => {
  database = await createTestDatabase();
  owner = connect({ url: database.ownerUrl, name: "owner", max: 2 });
  web = connect({ url: database.webUrl, name: "web", max: 4 });
  [mine = "", other = ""] = await addMerchants(owner, 2);
  customer = await addCustomer(mine);
  records = await addRecords(
    owner,
    mine,
    Array.from({ length: 240 }, (_, at) => sketch(at)),
  );
});
afterAll(async () => {
  await Promise.all([owner?.close(), web?.close()]);
  await database?.drop();
});

/** What a list of that filter must show, in its order: the obvious way. */
function expected(filter: RecordFilter): string[] {
  const text = filter.search ?? "";
  const bare = text.toLowerCase().replace(/^0x/, "");
  const isFound = (one: Known) =>
    one.id === text.toLowerCase() ||
    one.walletAddress === text ||
    (text.startsWith("0x") && one.walletAddress.toLowerCase() === text.toLowerCase()) ||
    one.invoiceNo === text.toUpperCase() ||
    one.referenceId === text ||
    one.hash === bare;
  return records
    .filter(
      (one) =>
        one.shown &&
        (filter.type === undefined || one.type === filter.type) &&
        (filter.status === undefined || one.status === filter.status) &&
        (filter.currencyType === undefined || one.network === filter.currencyType) &&
        (filter.fromDate === undefined || one.at >= filter.fromDate) &&
        (filter.toDate === undefined || one.at <= filter.toDate) &&
        (filter.customerId === undefined || one.customerId === filter.customerId) &&
        (filter.search === undefined || isFound(one)),
    )
    .sort((a, b) => b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1))
    .map((one) => one.id);
}

const moment = fc.integer({ min: -1, max: SECONDS + 1 }).map((s) => new Date(START + s * 1_000));
const given = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const texts = () =>
  fc.constantFrom(...records).chain((one) =>
    fc.constantFrom(
      one.id,
      one.id.toUpperCase(),
      one.walletAddress,
      one.walletAddress.replace(/^0x.*/, (text) => `0x${text.slice(2).toUpperCase()}`),
      one.invoiceNo ?? "INV-1-9999",
      (one.invoiceNo ?? "inv-1-9999").toLowerCase(),
      one.referenceId ?? "nothing",
      one.hash ?? "",
      `0x${one.hash?.toUpperCase()}`,
      one.walletAddress.slice(0, -1),
      "%",
    ),
  );
const filters = (): fc.Arbitrary<RecordFilter> =>
  fc
    .record({
      type: given(fc.constantFrom<TransactionType>("deposit", "withdrawal", "payout")),
      status: given(fc.constantFrom(...WORDS)),
      currencyType: given(fc.constantFrom(...NETWORKS)),
      fromDate: given(moment),
      toDate: given(moment),
      customerId: fc.option(fc.constant(customer), { nil: undefined, freq: 3 }),
      search: fc.option(texts(), { nil: undefined, freq: 2 }),
    })
    .map(
      (all) =>
        Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as never,
    );

async function walk(filter: RecordFilter, limit: number, byCursor: boolean): Promise<string[]> {
  const seen: string[] = [];
  let cursor: string | undefined;
  for (let page = 1; ; page += 1) {
    const found = await listTransactions(as(mine), {
      ...filter,
      limit,
      page: byCursor ? 1 : page,
      ...(cursor === undefined ? {} : { cursor }),
    });
    seen.push(...found.docs.map((doc) => doc.id));
    expect(found.totalDocs).toBe(expected(filter).length);
    expect(found.totalPages).toBe(Math.max(1, Math.ceil(found.totalDocs / limit)));
    expect(found.hasPrevPage).toBe(page > 1);
    if (!found.hasNextPage) {
      expect(found.nextCursor).toBeNull();
      return seen;
    }
    cursor = byCursor ? (found.nextCursor ?? "") : undefined;
  }
}

describe("listTransactions", () => {
  it("shows what the obvious way shows, each once, by page and by cursor", async () => {
    await fc.assert(
      fc.asyncProperty(filters(), fc.integer({ min: 7, max: 100 }), async (filter, limit) => {
        const all = expected(filter);
        expect(await walk(filter, limit, true)).toEqual(all);
        expect(await walk(filter, limit, false)).toEqual(all);
      }),
      { numRuns: 150 },
    );
  });

  it("walks everything one by one, however many have the same time", async () => {
    const all = expected({});
    expect(new Set(all).size).toBe(all.length);
    expect(await walk({}, 1, true)).toEqual(all);
  });

  it("shows each record as verify does", async () => {
    const { docs } = await listTransactions(as(mine), { page: 1, limit: 100 });
    for (const doc of docs.slice(0, 25)) {
      expect(await getTransaction(as(mine), { transactionId: doc.id })).toEqual(doc);
    }
  });

  it("takes any date that the wire can say", async () => {
    const wide = { fromDate: new Date("0000-01-01T00:00Z"), toDate: new Date(253_402_300_800_001) };
    const { totalDocs } = await listTransactions(as(mine), { ...wide, page: 1, limit: 1 });
    expect(totalDocs).toBe(expected({}).length);
  });

  it("shows another merchant nothing, and asks for the permission", async () => {
    await fc.assert(
      fc.asyncProperty(filters(), async (filter) => {
        const page = await listTransactions(as(other), { ...filter, page: 1, limit: 100 });
        expect([page.docs, page.totalDocs]).toEqual([[], 0]);
      }),
      { numRuns: 40 },
    );
    const refused = listTransactions(as(mine, []), { page: 1, limit: 20 });
    await expect(refused).rejects.toMatchObject({ code: "scope_missing" });
  });
});

describe("one statement", () => {
  it("is bound to its merchant whatever plan it gets, and leaves nothing behind", async () => {
    const one = connect({ url: database.webUrl, name: "one", max: 1 });
    try {
      const plans = ["", "enable_nestloop", "enable_indexscan", "enable_seqscan", "enable_memoize"];
      for (const off of plans) {
        if (off !== "") await one.sql.unsafe(`set ${off} = off`);
        for (const cache of ["force_custom_plan", "force_generic_plan"]) {
          await one.sql.unsafe(`set plan_cache_mode = ${cache}`);
          for (const { id, shown } of records.slice(0, 30)) {
            const ask = (merchant: string) =>
              getTransaction({ ...as(merchant), db: one }, { transactionId: id }).then(
                (record) => record.id,
                (error) => error.code,
              );
            expect(await ask(mine)).toBe(shown ? id : "not_found");
            expect(await ask(other)).toBe("not_found");
          }
          const [left] = await one.sql`select current_setting('app.merchant', true) as merchant`;
          expect(left?.merchant ?? "").toBe("");
        }
      }
    } finally {
      await one.close();
    }
  });
});

describe("with many rows", () => {
  const MANY = 30_000;
  let crowded: string;

  beforeAll(async () => {
    [crowded = ""] = await addMerchants(owner, 1);
    const theirs = await addCustomer(crowded);
    await owner.sql`
      insert into invoices (merchant_id, id, number, invoice_no, code, network, address, wallet_address,
        amount_units, fee_payer, fee_tiers, credit_at, status, reference_id, created_at, expires_at)
      select ${crowded}, uuidv7(), n, 'INV-9-' || n, 'm' || n, 'USDT-TRC20', 'm' || n, 'Tm' || n, 5000000,
        'merchant', '[]', 'sweep', 'initiated', 'same', ${new Date(START)}::timestamptz + n * interval '1 s', now()
      from generate_series(1, ${MANY}::int) n`;
    await owner.sql`
      insert into deposits (merchant_id, id, kind, customer_id, user_id, network, wallet_address, tx_hash, log_index,
        amount_units, status, created_at, detected_at)
      select ${crowded}, uuidv7(), 'user', ${theirs}, 'user', 'USDT-TRC20', 'Tm', lpad(to_hex(n + 1000000), 64, '0'), 0, 5000000,
        'confirmed', ${new Date(START)}::timestamptz + n * interval '1 s', now()
      from generate_series(1, ${MANY}::int) n`;
    await owner.sql`
      insert into withdrawals (merchant_id, id, type, origin, customer_id, user_id, network, to_address, wallet_address,
        amount_units, fee_units, net_units, hold_units, figure_units, fee_payer, state, created_at)
      select ${crowded}, uuidv7(), 'withdrawal', 'api', ${theirs}, 'user', 'USDT-TRC20', 'm', 'Tm', 5000000, 0,
        5000000, 5000000, 5000000, 'merchant', 'settled', ${new Date(START)}::timestamptz + n * interval '1 s'
      from generate_series(1, ${MANY}::int) n`;
    await owner.sql`
      insert into chain_transfers (network, tx_hash, log_index, height, block_hash, block_time, from_address,
        to_address, amount_units, state, merchant_id, owner_kind, owner_id, first_seen_at)
      select network, tx_hash, 0, 1, tx_hash, created_at, 'm', 'm', 5000000, 'final', merchant_id, 'user', id,
        created_at from deposits where merchant_id = ${crowded}`;
    await owner.sql`vacuum analyze invoices, deposits, withdrawals, chain_transfers`;
  });

  /** The list's own statements, explained: how many rows each node of the plan looked at, by what. */
  async function looksOf(filter: RecordFilter & { cursor?: string; page?: number }, cache: string) {
    const one = connect({ url: database.webUrl, name: "explain", max: 1 });
    const looks: { node: string; relation: string; rows: number }[] = [];
    try {
      await one.sql.unsafe(`set plan_cache_mode = ${cache}`);
      const sql = new Proxy(one.sql, {
        get(target, name) {
          if (name !== "unsafe") return Reflect.get(target, name);
          return async (text: string, parameters: string[], options: object) => {
            const explain = `explain (analyze, format json, timing off) ${text}`;
            const [row] = await target.unsafe<[Explained]>(explain, parameters, options);
            visit(row["QUERY PLAN"][0].Plan, looks);
            return target.unsafe(text, parameters, options);
          };
        },
      });
      const ctx = { ...as(crowded), db: { ...one, sql } };
      const page = await pageRecords(ctx, { page: 1, limit: 20, ...filter }, (row) => row.id);
      return { looks, page };
    } finally {
      await one.close();
    }
  }

  interface Plan {
    readonly "Node Type": string;
    readonly "Relation Name"?: string;
    readonly "Actual Rows": number;
    readonly "Actual Loops": number;
    readonly "Rows Removed by Filter"?: number;
    readonly Plans?: readonly Plan[];
  }

  interface Explained {
    readonly "QUERY PLAN": readonly [{ readonly Plan: Plan }];
  }

  function visit(plan: Plan, looks: { node: string; relation: string; rows: number }[]): void {
    const relation = plan["Relation Name"];
    if (relation !== undefined) {
      const each = plan["Actual Rows"] + (plan["Rows Removed by Filter"] ?? 0);
      looks.push({ node: plan["Node Type"], relation, rows: each * plan["Actual Loops"] });
    }
    for (const part of plan.Plans ?? []) visit(part, looks);
  }

  const late = new Date(START + 10_000_000);
  const cases: [string, RecordFilter & { page?: number; deep?: true }][] = [
    ["the first page", {}],
    ["a deep cursor", { deep: true }],
    ["a status", { status: "initiated" }],
    ["a status that nothing has", { status: "cancelled" }],
    ["a network that nothing has", { currencyType: "USDT-ERC20" }],
    ["a type and a status that nothing has", { type: "payout", status: "failed" }],
    ["old dates", { toDate: new Date(START + 5_000) }],
    ["dates that nothing has", { fromDate: new Date(0), toDate: new Date(1) }],
    ["a status and old dates", { status: "confirmed", toDate: new Date(START + 5_000) }],
    ["an invoice number", { search: "INV-9-777" }],
    ["a reference id that all have", { search: "same" }],
    ["an address that many have", { search: "Tm", fromDate: late }],
    ["a hash", { search: `${"0".repeat(59)}f4640` }],
    ["an id of nobody", { search: "0198c0de-0000-7000-8000-000000000000" }],
  ];
  it.each(cases)("reads %s by its index", async (_name, { deep, ...filter }) => {
    const cursor = Buffer.from(`${START + 7_000_000}.${newId()}`).toString("base64url");
    for (const cache of ["force_custom_plan", "force_generic_plan"]) {
      const { looks } = await looksOf(deep ? { ...filter, cursor } : filter, cache);
      const big = ["invoices", "deposits", "withdrawals", "chain_transfers"];
      const rows = looks.filter((look) => big.includes(look.relation));
      expect(rows.length).toBeGreaterThan(0);
      expect(rows.filter((look) => /^Seq|Bitmap/.test(look.node))).toEqual([]);
      // What is counted, of each table by itself where a row may be found twice, and a page of each.
      const counted = filter.search === undefined ? 10_000 : 20_000;
      expect(rows.reduce((sum, look) => sum + look.rows, 0)).toBeLessThan(counted + 60 * 6);
    }
  });

  it("counts to 10,000 and no further, and pages by number as deep", async () => {
    const { page } = await looksOf({ page: 500 }, "auto");
    expect(page).toMatchObject({ totalDocs: 10_000, totalPages: 500, hasNextPage: true });
    expect(page.docs).toHaveLength(20);
    await expect(looksOf({ page: 501 }, "auto")).rejects.toMatchObject({
      code: "validation_failed",
    });
  });
});
