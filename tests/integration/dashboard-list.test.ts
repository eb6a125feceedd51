import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TransactionType, WireStatus } from "@/lib/api";
import type { Context, Permission } from "@/lib/command";
import { connect, type Database, type InvoiceException } from "@/lib/db";
import { formatAmount, type NetworkId, newId, type Units, units } from "@/lib/kit";
import { type ListFilter, listRecords } from "@/lib/records";
import { addMerchants, contextOf } from "../support/books";
import { createTestDatabase, type TestDatabase } from "../support/database";
import { addRecords, type Known, type Sketch } from "../support/records";

interface Listed extends Known {
  readonly amount: Units;
  readonly exception: InvoiceException;
  readonly failed: boolean;
  readonly email: string | null;
}

const NETWORKS = ["USDT-ERC20", "USDT-TRC20"] as const satisfies readonly NetworkId[];
const EXCEPTIONS = ["none", "underpaid", "overpaid", "late"] as const;
const STATES = {
  invoice: ["initiated", "amount_confirmed", "confirmed", "failed", "cancelled"],
  deposit: ["initiated", "confirmed", "failed"],
  withdrawal: ["pending", "approved", "sent", "included", "settled", "failed", "rejected"],
  payout: ["approved", "settled", "failed"],
  fee_settlement: ["settled"],
} as const;
const WORDS: readonly WireStatus[] = [
  "initiated",
  "confirmed",
  "failed",
  "pending",
  "completed",
  "processing",
];
const START = Date.parse("2026-01-01T00:00:00.000Z");
const USERS = ["anna", "bjorn"] as const;

let database: TestDatabase;
let owner: Database;
let web: Database;
let mine: string;
let other: string;
let records: readonly Listed[];
const customers = new Map<string, string>();

const as = (
  merchantId: string,
  permissions: readonly Permission[] = ["invoices:read"],
): Context => ({
  ...contextOf(web, merchantId),
  permissions: new Set(permissions),
});

function sketchOf(at: number): Sketch {
  const kinds = Object.keys(STATES) as (keyof typeof STATES)[];
  const kind = kinds[at % kinds.length] ?? "invoice";
  const states = STATES[kind];
  const owned = kind === "withdrawal" || (kind === "deposit" && at % 2 === 0);
  const user = USERS[at % 3 === 0 ? 0 : 1];
  return {
    kind,
    network: NETWORKS[(at >> 2) % 2] ?? "USDT-TRC20",
    state: states[(at * 7 + (at >> 3)) % states.length] as Sketch["state"],
    at: new Date(START + ((at * 37) % 50) * 1_000),
    referenceId: at % 7 === 0 ? "order-1" : null,
    ...(owned ? { customerId: customers.get(user) ?? "" } : {}),
  };
}

beforeAll(async () => {
  database = await createTestDatabase();
  owner = connect({ url: database.ownerUrl, name: "owner", max: 2 });
  web = connect({ url: database.webUrl, name: "web", max: 4 });
  [mine = "", other = ""] = await addMerchants(owner, 2);
  for (const user of USERS) {
    customers.set(user, newId());
    await owner.sql`insert into customers (merchant_id, id, user_id, email, is_active, created_at)
      values (${mine}, ${customers.get(user) ?? ""}, ${user}, ${`${user}@example.com`}, true, now())`;
  }
  const known = await addRecords(
    owner,
    mine,
    Array.from({ length: 240 }, (_, at) => sketchOf(at)),
  );
  const listed: Listed[] = [];
  for (const [at, one] of known.entries()) {
    const amount = units(BigInt(1 + (at % 6)) * 1_500_000n);
    const invoice = one.invoiceNo !== null;
    const exception = invoice ? (EXCEPTIONS[(at >> 1) % 4] ?? "none") : "none";
    const email = invoice && at % 4 === 0 ? "payer@example.com" : null;
    const table = invoice ? "invoices" : one.type === "deposit" ? "deposits" : "withdrawals";
    const sums =
      table === "withdrawals"
        ? ", net_units = $2, hold_units = case type when 'fee_settlement' then 0 else $2 end, figure_units = case type when 'withdrawal' then $2 else 0 end"
        : "";
    await owner.sql.unsafe(`update ${table} set amount_units = $2::bigint ${sums} where id = $1`, [
      one.id,
      String(amount),
    ]);
    if (invoice)
      await owner.sql`update invoices set exception = ${exception}, email = ${email} where id = ${one.id}`;
    const failed = at % 9 === 0 && at % 4 !== 0;
    // Every fourth had no URL to go to: that is no webhook that was given up.
    const homeless = at % 4 === 0;
    await owner.sql`insert into webhook_events (merchant_id, id, type, subject_id, status, url, body, delivery_status,
      next_attempt_at, created_at) values (${mine}, ${newId()}, 'deposit', ${one.id}, 'x',
      ${homeless ? null : "https://shop.example"}, '{}', ${failed || homeless ? "failed" : "delivered"}, now(), now())`;
    listed.push({ ...one, amount, exception, failed, email });
  }
  records = listed;
});
afterAll(async () => {
  await Promise.all([owner?.close(), web?.close()]);
  await database?.drop();
});

/** The obvious way. */
function expected(filter: ListFilter): string[] {
  const { search, userId } = filter;
  const userOf = (one: Listed) =>
    [...customers].find(([, id]) => id === one.customerId)?.[0] ?? null;
  const isFound = (one: Listed, text: string) =>
    [one.id, one.walletAddress, one.invoiceNo, one.referenceId, formatAmount(one.amount)].includes(
      text,
    ) ||
    one.hash === text.toLowerCase().replace(/^0x/, "") ||
    (text.startsWith("0x") && one.walletAddress.toLowerCase() === text.toLowerCase()) ||
    (one.email !== null && one.email === text.toLowerCase()) ||
    userOf(one) === text ||
    (userOf(one) !== null && `${userOf(one)}@example.com` === text.toLowerCase());
  return records
    .filter(
      (one) =>
        one.shown &&
        (!filter.types || filter.types.includes(one.type)) &&
        (!filter.statuses || filter.statuses.includes(one.status)) &&
        (!filter.networks || filter.networks.includes(one.network)) &&
        (!filter.exception ||
          (filter.exception === "none"
            ? one.exception === "none"
            : one.exception === filter.exception)) &&
        (filter.amountFrom === undefined || one.amount >= filter.amountFrom) &&
        (filter.amountTo === undefined || one.amount <= filter.amountTo) &&
        (!filter.fromDate || one.at >= filter.fromDate) &&
        (!filter.toDate || one.at <= filter.toDate) &&
        (!filter.webhookFailed || one.failed) &&
        (userId === undefined || userOf(one) === userId) &&
        (search === undefined || isFound(one, search)),
    )
    .sort((a, b) => b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1))
    .map((one) => one.id);
}

const given = <T>(arbitrary: fc.Arbitrary<T>, freq = 2) =>
  fc.option(arbitrary, { nil: undefined, freq });
const amount = fc.integer({ min: 0, max: 7 }).map((n) => units(BigInt(n) * 1_500_000n));
const moment = fc.integer({ min: -1, max: 51 }).map((s) => new Date(START + s * 1_000));
const texts = () =>
  fc.constantFrom(...records).chain((one) =>
    fc.constantFrom(
      one.id,
      one.walletAddress,
      one.walletAddress.replace(/^0x.*/, (text) => `0x${text.slice(2).toUpperCase()}`),
      one.invoiceNo ?? "nothing",
      "order-1",
      `0x${one.hash?.toUpperCase()}`,
      "3",
      "4.5",
      "Payer@Example.com",
      "anna",
      "BJORN@example.com",
      "%",
    ),
  );
const filters = (): fc.Arbitrary<ListFilter> =>
  fc
    .record({
      types: given(
        fc.uniqueArray(fc.constantFrom<TransactionType>("deposit", "withdrawal", "payout"), {
          minLength: 1,
        }),
        1,
      ),
      statuses: given(fc.uniqueArray(fc.constantFrom(...WORDS), { minLength: 1 }), 1),
      networks: given(fc.uniqueArray(fc.constantFrom(...NETWORKS), { minLength: 1 }), 1),
      exception: given(fc.constantFrom(...EXCEPTIONS), 1),
      amountFrom: given(amount, 1),
      amountTo: given(amount, 1),
      fromDate: given(moment, 1),
      toDate: given(moment, 1),
      userId: given(fc.constantFrom("anna", "bjorn", "nobody"), 1),
      webhookFailed: given(fc.boolean(), 1),
      search: given(texts(), 1),
    })
    .map((all) =>
      Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)),
    );

async function walk(merchant: string, filter: ListFilter, limit: number) {
  const ids: string[] = [];
  let [cursor, pages]: [string | null, number] = [null, 0];
  do {
    const page = await listRecords(as(merchant), filter, {
      page: 1,
      limit,
      ...(cursor === null ? {} : { cursor }),
    });
    ids.push(...page.docs.map(({ id }) => id));
    cursor = page.nextCursor;
    expect(page.hasNextPage).toBe(cursor !== null);
    pages += 1;
  } while (cursor !== null);
  return { ids, pages };
}

describe("listRecords (D-03, D-04, D-07)", () => {
  it("shows what the obvious way shows, each once, whatever is asked together", async () => {
    await fc.assert(
      fc.asyncProperty(filters(), fc.integer({ min: 7, max: 100 }), async (filter, limit) => {
        const all = expected(filter);
        expect((await walk(mine, filter, limit)).ids).toEqual(all);
        const second = await listRecords(as(mine), filter, { page: 2, limit });
        expect(second.docs.map(({ id }) => id)).toEqual(all.slice(limit, 2 * limit));
        expect(second.total).toBe(all.length);
      }),
      { numRuns: 120 },
    );
  });

  it("shows a record's sums, its exception and whether its shop was told", async () => {
    const { docs } = await listRecords(as(mine), {}, { page: 1, limit: 100 });
    expect(docs.length).toBe(100);
    for (const doc of docs) {
      const one = records.find(({ id }) => id === doc.id);
      expect(doc).toMatchObject({
        amount: one?.amount,
        exception: one?.exception,
        webhookFailed: one?.failed,
        status: one?.status,
        network: one?.network,
        createdAt: one?.at,
      });
    }
  });

  it("shows another merchant nothing, and asks for the permission", async () => {
    await fc.assert(
      fc.asyncProperty(filters(), async (filter) => {
        const page = await listRecords(as(other), filter, { page: 1, limit: 100 });
        expect([page.docs, page.total, page.nextCursor]).toEqual([[], 0, null]);
      }),
      { numRuns: 40 },
    );
    const refused = listRecords(as(mine, []), {}, { page: 1, limit: 20 });
    await expect(refused).rejects.toMatchObject({ code: "scope_missing" });
  });
});

describe("a filter that no index answers", () => {
  const MANY = 9_000;
  let crowded: string;

  beforeAll(async () => {
    [crowded = ""] = await addMerchants(owner, 1);
    await owner.sql`
      insert into invoices (merchant_id, id, number, invoice_no, code, network, address, wallet_address,
        amount_units, fee_payer, fee_tiers, credit_at, status, created_at, expires_at)
      select ${crowded}, uuidv7(), n, 'INV-9-' || n, 'm' || n, 'USDT-TRC20', 'm' || n, 'Tm' || n,
        case when n % 3000 = 7 then 9000000 else 5000000 + n end,
        'merchant', '[]', 'sweep', 'initiated', ${new Date(START)}::timestamptz + n / 10 * interval '1 s', now()
      from generate_series(1, ${MANY}::int) n`;
    await owner.sql`
      insert into withdrawals (merchant_id, id, type, origin, network, to_address, wallet_address, amount_units,
        fee_units, net_units, hold_units, figure_units, fee_payer, state, created_at)
      select ${crowded}, uuidv7(), 'payout', 'api', 'USDT-TRC20', 'm', 'Tm', 9000000, 0, 9000000, 9000000, 0,
        'merchant', 'settled', ${new Date(START)}::timestamptz + n * interval '1 s' from generate_series(1, 5) n`;
    await owner.sql`vacuum analyze invoices, withdrawals`;
  });

  it("is looked for a bounded way, and the cursor goes on until all is found", async () => {
    const rare = { amountFrom: units(8_000_000n), amountTo: units(9_500_000n) };
    const first = await listRecords(as(crowded), rare, { page: 1, limit: 20 });
    expect(first.lookedTo?.getTime()).toBeGreaterThan(START + 600_000);
    expect(first.hasNextPage).toBe(true);
    const { ids, pages } = await walk(crowded, rare, 20);
    expect([new Set(ids).size, ids.length, pages]).toEqual([8, 8, 5]);
    const every = await listRecords(
      as(crowded),
      { amountFrom: units(9_000_000n), amountTo: units(9_000_000n) },
      { page: 1, limit: 20 },
    );
    expect([every.docs.map(({ id }) => id), every.lookedTo, every.total]).toEqual([ids, null, 8]);
  });

  it("walks one by one over the end of a look, however many have the same time", async () => {
    const common = { amountFrom: units(5_000_001n) };
    const { ids } = await walk(crowded, common, 100);
    expect([new Set(ids).size, ids.length]).toEqual([MANY + 5, MANY + 5]);
  });
});
