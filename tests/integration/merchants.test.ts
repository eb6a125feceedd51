import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { JsonNumber, parseSettings, wireSettings } from "@/lib/api";
import { isAllowed } from "@/lib/auth";
import { type Context, jobContext, type Permission } from "@/lib/command";
import { createSecretBox } from "@/lib/config/secret-box";
import { connect, type Database } from "@/lib/db";
import { newId, silentLogger, type Units } from "@/lib/kit";
import {
  type CreatedMerchant,
  createMerchant,
  DEFAULT_FEE_TIERS,
  getSettings,
  listMerchantsWithoutWallet,
  updateSettings,
} from "@/lib/merchants";
import { createTestDatabase, type TestDatabase } from "../support/database";

let database: TestDatabase;
let worker: Database;
let web: Database;
let owner: Database;
beforeAll(async () => {
  database = await createTestDatabase();
  worker = connect({
    url: database.workerUrl,
    name: "test-worker",
    max: 20,
    lockTimeoutMs: 30_000,
  });
  web = connect({ url: database.webUrl, name: "test-web", max: 5 });
  owner = connect({ url: database.ownerUrl, name: "test-owner", max: 2 });
});
afterAll(async () => {
  await Promise.all([worker, web, owner].map((db) => db?.close()));
  await database?.drop();
});

const as = (merchantId: string, ...permissions: Permission[]): Context => ({
  ...jobContext(web, "test", silentLogger),
  merchantId,
  actor: { kind: "api_key", id: "key-1" },
  permissions: new Set(permissions),
});

function newTestMerchant(db: Database, name: string): Promise<CreatedMerchant> {
  return createMerchant(jobContext(db, "test", silentLogger), {
    name,
    webhookUrl: null,
    apiKeyHash: randomBytes(32),
    apiKeyPrefix: "tg_test_",
    apiSecretHash: randomBytes(32),
    sealSecret: (text) => `sealed ${text.length}`,
  });
}

describe("createMerchant", () => {
  it("gives fifty at once the numbers without a gap or a double", async () => {
    const before = await owner.sql`select count(*)::int as count from merchants`;
    const made = await Promise.all(
      Array.from({ length: 50 }, (_, i) => newTestMerchant(worker, `Shop ${i}`)),
    );
    const numbers = made.map((merchant) => merchant.number).sort((a, b) => a - b);
    const first = (before[0]?.count as number) + 1;
    expect(numbers).toEqual(Array.from({ length: 50 }, (_, i) => first + i));
    expect(new Set(made.map((merchant) => merchant.clientId)).size).toBe(50);
  });

  it("leaves a counter, a key, an audit row, and a secret that opens for this merchant alone", async () => {
    const box = createSecretBox("a secret of the tests that is long enough");
    const keyHash = Buffer.alloc(32, 7);
    const merchant = await createMerchant(jobContext(worker, "test", silentLogger), {
      name: "Sealed",
      webhookUrl: "https://shop.example/hook",
      apiKeyHash: keyHash,
      apiKeyPrefix: "tg_test_abcd",
      apiSecretHash: Buffer.alloc(32, 8),
      sealSecret: (text, aad) => box.seal(text, aad),
    });
    const [row] = await owner.sql`select * from merchants where id = ${merchant.merchantId}`;
    expect(row).toMatchObject({
      client_id: merchant.clientId,
      status: "active",
      webhook_url: "https://shop.example/hook",
      fee_tiers: DEFAULT_FEE_TIERS,
    });
    const sealed = row?.webhook_secret as string;
    expect(sealed).not.toContain(merchant.webhookSecret);
    expect(box.open(sealed, `webhook-secret:${merchant.merchantId}`)).toBe(merchant.webhookSecret);
    const [counter] = await owner.sql`
      select last_invoice_number::int as last from merchant_counters where merchant_id = ${merchant.merchantId}`;
    expect(counter?.last).toBe(0);
    const found = await web.sql`select merchant from find_api_key(${keyHash})`;
    expect(found[0]?.merchant).toMatchObject({ id: merchant.merchantId });
    const [audited] = await owner.sql`
      select * from audit_log where subject_id = ${merchant.merchantId} and action = 'merchant.created'`;
    expect(audited).toMatchObject({ merchant_id: merchant.merchantId, actor: "job:test" });
    expect(JSON.stringify(audited)).not.toContain(merchant.webhookSecret);
  });

  it("is a job's work alone, and leaves nothing behind when it fails", async () => {
    const before = await owner.sql`select count(*)::int as count from merchants`;
    const input = {
      name: "No",
      webhookUrl: null,
      apiKeyHash: Buffer.alloc(32, 7),
      apiKeyPrefix: "tg",
      apiSecretHash: Buffer.alloc(32),
      sealSecret: (text: string) => text,
    };
    await expect(createMerchant(as(newId(), "settings:write"), input)).rejects.toMatchObject({
      code: "scope_missing",
    });
    // The key's hash is taken since the test above.
    await expect(createMerchant(jobContext(worker, "test", silentLogger), input)).rejects.toThrow();
    const after = await owner.sql`select count(*)::int as count from merchants`;
    expect(after).toEqual(before);
  });

  it("is listed until it has a wallet on the network", async () => {
    const merchant = await newTestMerchant(worker, "Walletless");
    const ctx = jobContext(worker, "test", silentLogger);
    const ids = async () =>
      (await listMerchantsWithoutWallet(ctx, "USDT-TRC20")).map((found) => found.id);
    expect(await ids()).toContain(merchant.merchantId);
    await owner.sql`
      insert into addresses (network, address, display, purpose, path_index, verified_at, merchant_id, owner_kind)
      values ('USDT-TRC20', ${"9".repeat(40)}, 'T', 'merchant', ${merchant.number}, now(), ${merchant.merchantId}, 'merchant')`;
    expect(await ids()).not.toContain(merchant.merchantId);
    expect(
      (await listMerchantsWithoutWallet(ctx, "USDT-ERC20")).map((found) => found.id),
    ).toContain(merchant.merchantId);
  });
});

describe("settings", () => {
  const n = (text: string) => new JsonNumber(text);
  const parse = (body: Record<string, unknown>) =>
    parseSettings({ query: new URLSearchParams(), body, repeated: [] }, { sandbox: true });
  let merchant: CreatedMerchant;
  beforeAll(async () => {
    merchant = await newTestMerchant(worker, "Settings");
  });

  it("are the defaults of the contract at first", async () => {
    const settings = await getSettings(as(merchant.merchantId, "settings:read"));
    expect(wireSettings(settings)).toEqual({
      autoWithdraw: false,
      maxAutoWithdrawAmount: 100,
      applyLimitsToApi: false,
      depositFeePayer: "merchant",
      withdrawalFeePayer: "user",
      underpaymentTolerance: 0,
      creditAt: "sweep",
      requireSecret: false,
      ipAllowList: [],
      feeTiers: [
        { from: 0, rate: 0.01 },
        { from: 1000, rate: 0.008 },
        { from: 10000, rate: 0.005 },
      ],
      keyDailyCap: null,
      webhookOnCancel: false,
      payerExtension: true,
      brandName: null,
      brandColor: null,
      brandLogo: null,
      supportUrl: null,
      checkoutNote: null,
      checkoutLanguage: null,
      embedOrigins: [],
    });
  });

  it("change by patch, each field, and read back as they were set", async () => {
    const ctx = as(merchant.merchantId, "settings:read", "settings:write");
    const wire = {
      autoWithdraw: true,
      maxAutoWithdrawAmount: 123.456789,
      applyLimitsToApi: true,
      depositFeePayer: "user",
      withdrawalFeePayer: "merchant",
      underpaymentTolerance: 2.5,
      creditAt: "finality",
      requireSecret: true,
      ipAllowList: ["127.0.0.1", "2001:db8::/32"],
      feeTiers: [
        { from: 0, rate: 0.02 },
        { from: 0.5, rate: 0.000001 },
      ],
      keyDailyCap: 1000,
      webhookOnCancel: true,
      payerExtension: false,
      brandName: "Nordlys Teahouse",
      brandColor: "#7b2d8b",
      brandLogo: `data:image/png;base64,${Buffer.from("89504e470d0a1a0a", "hex").toString("base64")}`,
      supportUrl: "https://shop.example/help?payment={invoiceNo}",
      checkoutNote: "Thank you.\nWe send on Tuesdays.",
      checkoutLanguage: "de",
      embedOrigins: ["https://shop.example"],
    };
    const after = await updateSettings(
      ctx,
      parse({
        ...wire,
        maxAutoWithdrawAmount: n("123.456789"),
        underpaymentTolerance: n("2.5"),
        feeTiers: [
          { from: n("0"), rate: n("0.02") },
          { from: n("0.5"), rate: n("0.000001") },
        ],
        keyDailyCap: n("1000"),
      }),
    );
    expect(wireSettings(after)).toEqual(wire);
    expect(await getSettings(ctx)).toEqual(after);
    const cleared = await updateSettings(ctx, parse({ keyDailyCap: null }));
    expect(cleared).toEqual({ ...after, keyDailyCap: null, version: after.version + 1 });
    expect(await updateSettings(ctx, {})).toEqual(cleared);

    const audits = await owner.sql`
      select data, actor from audit_log where subject_id = ${merchant.merchantId} and action = 'settings.updated' order by id`;
    expect(audits).toHaveLength(3);
    expect(audits[0]).toMatchObject({
      actor: "api_key:key-1",
      data: {
        before: { keyDailyCap: null, autoWithdraw: false, brandLogo: null },
        // The log says which logo it was by its digest.
        after: { ...wire, brandLogo: expect.stringMatching(/^[0-9a-f]{64}$/) },
      },
    });
    expect(audits[1]).toMatchObject({
      data: { before: { keyDailyCap: 1000 }, after: { keyDailyCap: null } },
    });
  });

  it("ask for their permissions", async () => {
    await expect(getSettings(as(merchant.merchantId, "settings:write"))).rejects.toMatchObject({
      code: "scope_missing",
    });
    await expect(
      updateSettings(as(merchant.merchantId, "settings:read"), { autoWithdraw: true }),
    ).rejects.toMatchObject({ code: "scope_missing" });
  });

  it("are one merchant's own, and two changes at once both hold", async () => {
    const other = await newTestMerchant(worker, "Other");
    const ctx = as(other.merchantId, "settings:read", "settings:write");
    await Promise.all([
      updateSettings(ctx, { autoWithdraw: true }),
      updateSettings(ctx, { maxAutoWithdrawAmount: 5n as Units }),
      updateSettings(ctx, { webhookOnCancel: true }),
    ]);
    expect(await getSettings(ctx)).toMatchObject({
      autoWithdraw: true,
      maxAutoWithdrawAmount: 5n,
      webhookOnCancel: true,
      requireSecret: false,
    });
    expect(await getSettings(as(merchant.merchantId, "settings:read"))).toMatchObject({
      requireSecret: true,
    });
    await expect(getSettings(as(newId(), "settings:read"))).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it("take no entry of an allow-list that the door would not understand", () => {
    const part = fc.oneof(fc.ipV4(), fc.ipV6(), fc.ipV4Extended(), fc.string({ maxLength: 12 }));
    const bits = fc.oneof(
      fc.constant(""),
      fc.integer({ min: -1, max: 140 }).map((count) => `/${count}`),
    );
    fc.assert(
      fc.property(part, bits, (address, range) => {
        const entry = address + range;
        let accepted = true;
        try {
          parse({ ipAllowList: [entry] });
        } catch {
          accepted = false;
        }
        expect(accepted).toBe(isAllowed(address, [entry]));
      }),
      { numRuns: 500 },
    );
  });
});
