import { beforeAll, describe, expect, it } from "vitest";
import { addPoolAddresses } from "@/lib/addresses";
import { jobContext, type Permission, transact } from "@/lib/command";
import {
  createPaymentLink,
  findPaymentLink,
  listPayerContacts,
  listPaymentLinks,
} from "@/lib/invoices";
import { newId, silentLogger } from "@/lib/kit";
import { addressAt } from "../support/api-world";
import { addPerson, type Person, personContext } from "../support/persons";
import { setUpTill, usdt } from "../support/till-orders";

const COUNT = 60;
const at = setUpTill();
let ada: Person;
const made: string[] = [];

const as = (permissions: readonly Permission[], merchant: 0 | 1 = 0) =>
  personContext(at.till.web, at.till.merchants[merchant], ada, { permissions });
const reader = (merchant: 0 | 1 = 0) => as(["invoices:read"], merchant);

beforeAll(async () => {
  ada = await addPerson(at.till.worker, at.till.merchants[0], "support");
  const job = jobContext(at.till.worker, "test", silentLogger);
  const rows = Array.from({ length: COUNT }, (_, i) => addressAt("USDT-TRC20", i + 1));
  await transact(job, (tx) => addPoolAddresses(job, tx, rows));
  await at.till.worker.sql`
    insert into merchant_counters (merchant_id) select id from merchants on conflict do nothing`;
  for (let i = 0; i < COUNT; i += 1) {
    const link = {
      network: "USDT-TRC20",
      amount: usdt(i + 1),
      timerMs: 3_600_000,
      callbackUrl: null,
      webhookUrl: null,
      username: null,
      firstName: null,
      lastName: null,
      email: null,
      phoneNumber: null,
      description: `Table ${i}`,
      referenceId: null,
    } as const;
    const { id } = await createPaymentLink(as(["invoices:create"]), link, newId());
    made.unshift(id);
    await leave(id, i);
  }
});

/** A contact as the payment page leaves it; several in one millisecond now and then. */
async function leave(invoice: string, i: number): Promise<void> {
  const when = new Date(1_790_000_000_000 + Math.floor(i / 3)).toISOString();
  await at.till.web.sql.begin(async (sql) => {
    await sql`select set_config('app.merchant', ${at.till.merchants[0]}, true)`;
    await sql`
      insert into payer_contacts (merchant_id, id, invoice_id, email, language, created_at)
      values (${at.till.merchants[0]}, ${newId()}, ${invoice}, ${`payer-${i}@example.com`}, 'en', ${when})`;
  });
}

async function walk<T>(
  next: (cursor: string | null) => Promise<readonly [readonly T[], string | null]>,
): Promise<T[]> {
  const all: T[] = [];
  let cursor: string | null = null;
  do {
    const [rows, after] = await next(cursor);
    all.push(...rows);
    cursor = after;
  } while (cursor !== null);
  return all;
}

describe("payment links in a list", () => {
  it("has each once, newest first, with the code of its page", async () => {
    const all = await walk(async (cursor) => {
      const { links, nextCursor } = await listPaymentLinks(reader(), cursor);
      return [links, nextCursor];
    });
    expect(all.map(({ id }) => id)).toEqual(made);
    expect(all[0]).toMatchObject({
      amount: usdt(COUNT),
      received: 0n,
      status: "initiated",
      exception: "none",
      code: expect.stringMatching(/^[\w-]{16,}$/),
      createdAt: expect.any(Date),
    });
  });

  it("finds one, and none of another merchant or of no id", async () => {
    const [id = ""] = made;
    expect(await findPaymentLink(reader(), id)).toMatchObject({ id });
    expect(await findPaymentLink(reader(1), id)).toBeNull();
    expect(await findPaymentLink(reader(), "x")).toBeNull();
    expect((await listPaymentLinks(reader(1))).links).toEqual([]);
  });

  it("takes the permission and a cursor of its own", async () => {
    const denied = { code: "scope_missing" };
    await expect(listPaymentLinks(as(["account"]))).rejects.toMatchObject(denied);
    await expect(findPaymentLink(as(["account"]), newId())).rejects.toMatchObject(denied);
    const wrong = { code: "validation_failed" };
    await expect(listPaymentLinks(reader(), "x")).rejects.toMatchObject(wrong);
  });
});

describe("what payers left, for the people of their shop", () => {
  it("has each once, newest first, with its payment", async () => {
    const all = await walk(async (cursor) => {
      const { contacts, nextCursor } = await listPayerContacts(reader(), cursor);
      return [contacts, nextCursor];
    });
    expect(all).toHaveLength(COUNT);
    expect(new Set(all.map(({ transactionId }) => transactionId))).toEqual(new Set(made));
    const times = all.map((one) => one.at.getTime());
    expect(times).toEqual([...times].sort((a, b) => b - a));
    expect(all[0]).toMatchObject({ network: "USDT-TRC20", refundAddress: null, language: "en" });
    expect(all[0]?.invoiceNo).toMatch(/^INV-/);
  });

  it("is of one merchant, and takes the permission", async () => {
    expect((await listPayerContacts(reader(1))).contacts).toEqual([]);
    await expect(listPayerContacts(as(["account"]))).rejects.toMatchObject({
      code: "scope_missing",
    });
    await expect(listPayerContacts(reader(), "x")).rejects.toMatchObject({
      code: "validation_failed",
    });
  });
});
