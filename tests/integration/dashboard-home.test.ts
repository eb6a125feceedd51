import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Context, Permission } from "@/lib/command";
import { connect, type Database } from "@/lib/db";
import { newCheckoutCode, newId } from "@/lib/kit";
import { depositReceived, withdrawalHeld } from "@/lib/ledger";
import { getHome, getSeries } from "@/lib/reports";
import { addMerchants, contextOf, NETWORK, postOne, usdt } from "../support/books";
import { createTestDatabase, type TestDatabase } from "../support/database";
import { addPaidInvoice } from "../support/paid-invoice";
import { addRecords } from "../support/records";

let database: TestDatabase;
let owner: Database;
let web: Database;
let worker: Database;
const hex = (length: number) => randomBytes(length / 2).toString("hex");

beforeAll(async () => {
  database = await createTestDatabase();
  owner = connect({ url: database.ownerUrl, name: "owner", max: 2 });
  web = connect({ url: database.webUrl, name: "web", max: 4 });
  worker = connect({ url: database.workerUrl, name: "worker", max: 2 });
});
afterAll(async () => {
  await Promise.all([owner?.close(), web?.close(), worker?.close()]);
  await database?.drop();
});

const as = (merchantId: string, permissions: readonly Permission[] = ["home:read"]): Context => ({
  ...contextOf(web, merchantId),
  permissions: new Set(permissions),
});

/** An invoice whose money is final and lies on its address. */
async function addReceived(merchant: string, number: number): Promise<string> {
  const [id, address, tx] = [newId(), hex(40), hex(64)];
  await owner.sql`insert into addresses ${owner.sql({
    network: NETWORK,
    address,
    display: "T",
    purpose: "deposit",
    path_index: 1_000_000 + number,
    verified_at: new Date(),
    merchant_id: merchant,
    owner_kind: "invoice",
    owner_id: id,
    unswept_since: new Date(),
    unswept_units: "40000000",
  })}`;
  await owner.sql`insert into invoices ${owner.sql({
    merchant_id: merchant,
    id,
    number,
    invoice_no: `INV-${number}`,
    code: newCheckoutCode(),
    network: NETWORK,
    address,
    wallet_address: "T",
    amount_units: 40_000_000,
    received_units: 40_000_000,
    fee_payer: "merchant",
    fee_tiers: "[]",
    credit_at: "sweep",
    status: "amount_confirmed",
    created_at: new Date(),
    expires_at: new Date(),
  })}`;
  const posting = { network: NETWORK, cause: tx, address, amount: usdt(40), record: id };
  await postOne(worker, merchant, depositReceived(posting));
  return id;
}

describe("D-11: the money of a merchant", () => {
  it("is split into what may be paid out, what comes, what is held and what lies on addresses", async () => {
    const [mine = "", other = ""] = await addMerchants(owner, 2);
    await addPaidInvoice(worker, mine);
    await addReceived(mine, 900_001);
    await postOne(web, mine, withdrawalHeld({ network: NETWORK, cause: newId(), amount: usdt(9) }));
    const [seen] = await addRecords(
      owner,
      mine,
      [{ kind: "invoice", network: NETWORK, at: new Date(), state: "initiated" }],
      70,
    );
    expect(seen).toBeDefined();
    const home = await getHome(as(mine));
    const tron = home.networks.find(({ network }) => network === NETWORK);
    expect(tron).toEqual({
      network: NETWORK,
      available: usdt(90),
      seen: usdt(5),
      incoming: usdt(40),
      pending: usdt(45),
      reserved: usdt(9),
      fees: usdt(1),
      unswept: usdt(40),
      onWallet: usdt(100),
      onChain: usdt(140),
      balanced: true,
    });
    const { network: _, balanced: __, ...parts } = tron ?? {};
    expect([home.total, home.balanced]).toEqual([parts, true]);
    const theirs = await getHome(as(other));
    expect(theirs.total).toMatchObject({ available: 0n, onChain: 0n, pending: 0n });
  });

  it("says so when the parts are not what lies on chain", async () => {
    const [mine = ""] = await addMerchants(owner);
    await addReceived(mine, 900_002);
    expect((await getHome(as(mine))).balanced).toBe(true);
    await owner.sql`update addresses set unswept_units = 39000000 where merchant_id = ${mine}`;
    const home = await getHome(as(mine));
    expect(home.networks.map(({ network, balanced }) => [network, balanced])).toEqual([
      ["USDT-ERC20", true],
      ["USDT-TRC20", false],
    ]);
    expect(home.balanced).toBe(false);
  });

  it("asks for the permission", async () => {
    const [mine = ""] = await addMerchants(owner);
    await expect(getHome(as(mine, []))).rejects.toMatchObject({ code: "scope_missing" });
  });
});

describe("what needs attention", () => {
  it("is counted, of this merchant and of these seven days", async () => {
    const [mine = "", other = ""] = await addMerchants(owner, 2);
    const now = Date.now();
    const days = (count: number) => new Date(now - count * 86_400_000);
    const customer = newId();
    await owner.sql`insert into customers (merchant_id, id, user_id, email, is_active, created_at)
      values (${mine}, ${customer}, 'u', 'u@example.com', false, now())`;
    const address = hex(40);
    await owner.sql`insert into addresses ${owner.sql({
      network: NETWORK,
      address,
      display: "T",
      purpose: "deposit",
      path_index: 1_000_100,
      verified_at: new Date(),
      merchant_id: mine,
      owner_kind: "user",
      owner_id: customer,
      unswept_since: new Date(),
      unswept_units: 1,
    })}`;
    await owner.sql`insert into customer_wallets (merchant_id, customer_id, network, address, wallet_address)
      values (${mine}, ${customer}, ${NETWORK}, ${address}, 'T')`;
    const records = await addRecords(
      owner,
      mine,
      [
        {
          kind: "withdrawal",
          network: NETWORK,
          at: days(3),
          state: "pending",
          customerId: customer,
        },
        {
          kind: "withdrawal",
          network: NETWORK,
          at: days(1),
          state: "pending",
          customerId: customer,
        },
        { kind: "payout", network: NETWORK, at: days(1), state: "approved" },
        { kind: "payout", network: NETWORK, at: days(1), state: "approved" },
        { kind: "invoice", network: NETWORK, at: days(1), state: "failed" },
        { kind: "invoice", network: "USDT-ERC20", at: days(2), state: "confirmed" },
        { kind: "invoice", network: NETWORK, at: days(8), state: "failed" },
      ],
      100,
    );
    const id = (at: number) => records[at]?.id ?? "";
    await owner.sql`update withdrawals set blocked_reason = 'no gas' where id = ${id(2)}`;
    await owner.sql`update invoices set exception = 'underpaid' where id in (${id(4)}, ${id(6)})`;
    await owner.sql`update invoices set exception = 'late' where id = ${id(5)}`;
    // The second had nowhere to go to: nobody waits for it.
    for (const url of ["https://shop.example", null]) {
      await owner.sql`insert into webhook_events (merchant_id, id, type, subject_id, status, url, body, delivery_status,
        next_attempt_at, created_at) values (${mine}, ${newId()}, 'deposit', ${id(4)}, 'failed', ${url}, '{}', 'failed', now(), now())`;
    }
    for (const at of [days(1), days(9)]) {
      await owner.sql`insert into payer_contacts (merchant_id, id, invoice_id, email, language, created_at)
        values (${mine}, ${newId()}, ${id(4)}, 'p@example.com', 'en', ${at})`;
    }
    expect((await getHome(as(mine))).attention).toEqual({
      pendingWithdrawals: { count: 2, oldestAt: days(3) },
      blockedWithdrawals: 1,
      failedWebhooks: 1,
      exceptions: { underpaid: 1, overpaid: 0, late: 1 },
      payerContacts: 1,
      pausedWithMoney: 1,
    });
    expect((await getHome(as(other))).attention).toMatchObject({
      pendingWithdrawals: { count: 0, oldestAt: null },
      payerContacts: 0,
    });
  });
});

describe("D-12: the days of a merchant", () => {
  const zone = "Europe/Oslo";

  it("begin at midnight of the zone, also when the clock is changed", async () => {
    const [mine = ""] = await addMerchants(owner);
    const days = await getSeries(as(mine), {
      from: "2026-03-28",
      to: "2026-03-30",
      timeZone: zone,
    });
    expect(days.map(({ day, startsAt }) => [day, startsAt.toISOString()])).toEqual([
      ["2026-03-28", "2026-03-27T23:00:00.000Z"],
      ["2026-03-29", "2026-03-28T23:00:00.000Z"],
      ["2026-03-30", "2026-03-29T22:00:00.000Z"],
    ]);
    expect(days[0]).toMatchObject({
      volumeIn: 0n,
      successPermille: null,
      medianSecondsToPay: null,
    });
  });

  it("say what came and went, how many paid, and how long it took them", async () => {
    const [mine = "", other = ""] = await addMerchants(owner, 2);
    const at = (time: string) => new Date(`2026-03-${time}Z`);
    const sketch = (kind: "invoice" | "payout" | "fee_settlement", state: string) =>
      ({ kind, network: NETWORK, at: at("01T00:00:00"), state }) as never;
    const made = await addRecords(
      owner,
      mine,
      [
        sketch("invoice", "confirmed"),
        sketch("invoice", "confirmed"),
        sketch("invoice", "confirmed"),
        sketch("invoice", "failed"),
        sketch("invoice", "cancelled"),
        sketch("payout", "settled"),
        sketch("fee_settlement", "settled"),
      ],
      200,
    );
    const [a, b, late, failed, cancelled, payout, fees] = made.map(({ id }) => id);
    const pay = (id: string | undefined, when: Date, seconds: number) => owner.sql`
      update invoices set confirmed_at = ${when}, received_units = 7000000,
        detected_at = created_at + ${seconds} * interval '1 s' where id = ${id ?? ""}`;
    // 23:30 of the 28th, and of the day that is an hour short.
    await pay(a, at("28T22:30:00"), 30);
    await pay(b, at("29T21:30:00"), 10);
    await pay(late, at("29T21:45:00"), 40);
    await owner.sql`update invoices set failed_at = ${at("29T10:00:00")}, exception = 'late' where id = ${late ?? ""}`;
    await owner.sql`update invoices set failed_at = ${at("29T11:00:00")}, exception = 'underpaid' where id = ${failed ?? ""}`;
    await owner.sql`update invoices set cancelled_at = ${at("29T12:00:00")} where id = ${cancelled ?? ""}`;
    await owner.sql`update withdrawals set completed_at = ${at("29T12:00:00")} where id in (${payout ?? ""}, ${fees ?? ""})`;
    const ask = { from: "2026-03-28", to: "2026-03-29", timeZone: zone };
    const [first, second] = await getSeries(as(mine), ask);
    expect(first).toMatchObject({
      volumeIn: 7_000_000n,
      countIn: 1,
      successPermille: 1000,
      exceptions: 0,
    });
    expect(second).toMatchObject({
      volumeIn: 14_000_000n,
      countIn: 2,
      volumeOut: 5_000_000n,
      countOut: 1,
      ended: 4,
      paid: 2,
      successPermille: 500,
      medianSecondsToPay: 25,
      exceptions: 2,
    });
    const elsewhere = await getSeries(as(mine), { ...ask, network: "USDT-ERC20" });
    expect(elsewhere.map(({ countIn, ended }) => [countIn, ended])).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect((await getSeries(as(other), ask)).map(({ countIn }) => countIn)).toEqual([0, 0]);
  });

  it("are refused for what is no day, no zone and too much, and without the permission", async () => {
    const [mine = ""] = await addMerchants(owner);
    const good = { from: "2026-01-01", to: "2027-01-01", timeZone: "Asia/Kathmandu" };
    expect(await getSeries(as(mine), good)).toHaveLength(366);
    for (const bad of [
      { to: "2027-01-02" },
      { to: "2025-12-31" },
      { from: "2026-02-30" },
      { timeZone: "+05:30" },
      { timeZone: "Mars/Base" },
    ]) {
      const refused = getSeries(as(mine), { ...good, ...bad });
      await expect(refused).rejects.toMatchObject({ code: "validation_failed" });
    }
    await expect(getSeries(as(mine, []), good)).rejects.toMatchObject({ code: "scope_missing" });
  });
});
