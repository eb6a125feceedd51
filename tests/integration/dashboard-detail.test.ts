import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { audit, type Permission, transact } from "@/lib/command";
import { connect, type Database } from "@/lib/db";
import { newId } from "@/lib/kit";
import { getRecordDetail, getTransaction } from "@/lib/records";
import { addMerchants, contextOf, NETWORK } from "../support/books";
import { addColleague, personContext } from "../support/colleague";
import { createTestDatabase, type TestDatabase } from "../support/database";
import { addPaidInvoice, hash } from "../support/paid-invoice";
import { addRecords } from "../support/records";

let database: TestDatabase;
let owner: Database;
let web: Database;
let worker: Database;
let mine: string;
let other: string;
let anna: string;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = connect({ url: database.ownerUrl, name: "owner", max: 2 });
  web = connect({ url: database.webUrl, name: "web", max: 6 });
  worker = connect({ url: database.workerUrl, name: "worker", max: 2 });
  [mine = "", other = ""] = await addMerchants(owner, 2);
  anna = await addColleague(owner, mine, "Anna");
});
afterAll(async () => {
  await Promise.all([owner?.close(), web?.close(), worker?.close()]);
  await database?.drop();
});

const as = (merchantId: string, permissions: readonly Permission[] = ["invoices:read"]) =>
  personContext(web, merchantId, anna, permissions);

describe("getRecordDetail (D-09, D-10)", () => {
  it("has everything that belongs to an invoice", async () => {
    const paid = await addPaidInvoice(worker, mine);
    const id = paid.invoice;
    await owner.sql`update invoices set email = 'payer@example.com', first_name = 'Pia' where id = ${id}`;
    await owner.sql`update sweeps set settled_at = now() where id = ${paid.sweep}`;
    const event = newId();
    await owner.sql`insert into webhook_events (merchant_id, id, type, subject_id, status, url, body, delivery_status,
      attempts, next_attempt_at, created_at)
      values (${mine}, ${event}, 'deposit', ${id}, 'confirmed', 'https://shop.example', '{}', 'failed', 1, now(), now())`;
    await owner.sql`insert into webhook_attempts (merchant_id, event_id, attempt, url, started_at, duration_ms, status_code, error)
      values (${mine}, ${event}, 1, 'https://shop.example', now(), 42, 503, 'HTTP 503')`;
    await owner.sql`insert into payer_contacts (merchant_id, id, invoice_id, email, language, created_at)
      values (${mine}, ${newId()}, ${id}, 'pia@example.com', 'da', now())`;
    await owner.sql`insert into network_costs (network, tx_hash, asset, amount, purpose, cause_id, merchant_id, created_at)
      values (${NETWORK}, ${hash()}, 'TRX', 13844850, 'sweep_token', ${paid.sweep}, ${mine}, now())`;
    await transact(as(mine), (tx) =>
      audit(as(mine), tx, {
        merchantId: mine,
        action: "webhook.retried",
        subjectKind: "webhook_event",
        subjectId: event,
      }),
    );
    const detail = await getRecordDetail(as(mine), id.toUpperCase(), { [NETWORK]: 19 });
    expect(detail.raw).toEqual(await getTransaction(as(mine), { transactionId: id }));
    expect(detail.summary).toMatchObject({ id, kind: "invoice", webhookFailed: true });
    expect(detail.fees).toMatchObject({
      gross: 100_000_000n,
      fee: 1_000_000n,
      net: 99_000_000n,
      payer: "merchant",
      network: [{ purpose: "sweep_token", asset: "TRX", amount: 13_844_850n, share: 13_844_850n }],
    });
    expect(detail.payments).toMatchObject([
      { state: "final", amount: 100_000_000n, txHash: paid.tx },
    ]);
    expect(detail.webhooks.filter((one) => one.id === event)).toMatchObject([
      {
        id: event,
        deliveryStatus: "failed",
        attempts: [{ attempt: 1, statusCode: 503, durationMs: 42 }],
      },
    ]);
    expect(detail.contacts).toMatchObject([{ email: "pia@example.com", language: "da" }]);
    expect(detail.payer).toMatchObject({ email: "payer@example.com", name: "Pia" });
    expect(detail.audit).toMatchObject([
      { action: "webhook.retried", actor: { name: "Anna", id: anna } },
    ]);
    expect(detail.timeline.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining([
        "created",
        "seen",
        "swept",
        "told",
        "webhook_attempt",
        "webhook_retried",
      ]),
    );
    expect(detail.user).toBeNull();
  });

  it("knows the user of a deposit and of a withdrawal", async () => {
    const customer = newId();
    await owner.sql`insert into customers (merchant_id, id, user_id, email, first_name, is_active, created_at)
      values (${mine}, ${customer}, 'u-1', 'u@example.com', 'Uma', true, now())`;
    await owner.sql`insert into customer_wallets (merchant_id, customer_id, network, address, wallet_address, deposit_count, deposited_units)
      values (${mine}, ${customer}, ${NETWORK}, ${"9".repeat(40)}, 'T', 3, 9000000)`;
    const sketch = { network: NETWORK, at: new Date(), customerId: customer } as const;
    const made = await addRecords(
      owner,
      mine,
      [
        { ...sketch, kind: "deposit", state: "confirmed" },
        { ...sketch, kind: "withdrawal", state: "pending" },
      ],
      500,
    );
    for (const { id } of made) {
      const { user, summary } = await getRecordDetail(as(mine), id);
      expect(user).toMatchObject({
        userId: "u-1",
        name: "Uma",
        depositCount: 3,
        deposited: 9_000_000n,
      });
      expect(summary.id).toBe(id);
    }
  });

  it("shows nobody else's, no settlement of fees, and asks for the permission", async () => {
    const [theirs, fees] = await addRecords(
      owner,
      other,
      [
        { kind: "invoice", network: NETWORK, at: new Date(), state: "initiated" },
        { kind: "fee_settlement", network: NETWORK, at: new Date(), state: "settled" },
      ],
      600,
    );
    const missing = { code: "not_found" };
    await expect(getRecordDetail(as(mine), theirs?.id ?? "")).rejects.toMatchObject(missing);
    await expect(getRecordDetail(as(other), fees?.id ?? "")).rejects.toMatchObject(missing);
    await expect(getRecordDetail(as(mine), "no id")).rejects.toMatchObject(missing);
    const refused = getRecordDetail(as(other, []), theirs?.id ?? "");
    await expect(refused).rejects.toMatchObject({ code: "scope_missing" });
  });

  it("tells a merchant no other's costs", async () => {
    const cause = newId();
    await owner.sql`insert into network_costs (network, tx_hash, asset, amount, purpose, cause_id, merchant_id, created_at)
      values (${NETWORK}, ${hash()}, 'TRX', 1, 'sweep_token', ${cause}, ${other}, now())`;
    const asked = (bound: string, of: string) =>
      transact(contextOf(web, bound), async (tx) => {
        const { sql } = await import("drizzle-orm");
        return (await tx.execute(sql`select 1 from costs_of(${of}, array[${cause}]::uuid[])`))
          .length;
      });
    expect([await asked(other, other), await asked(mine, mine), await asked(mine, other)]).toEqual([
      1, 0, 0,
    ]);
  });
});
