import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  authenticate,
  hashKey,
  type IssuedKey,
  issueApiKey,
  type KeyPair,
  type KeySettings,
  listApiKeys,
  newKeyPair,
  permissionsOf,
  revokeApiKey,
  rollApiKey,
  updateApiKey,
} from "@/lib/auth";
import { type Context, jobContext, operatorContext, type Permission } from "@/lib/command";
import { connect, type Database } from "@/lib/db";
import { newId, silentLogger, type Units } from "@/lib/kit";
import { createMerchant, updateKeyCaps, updateSettings } from "@/lib/merchants";
import { createTestDatabase, type TestDatabase } from "../support/database";

const HOUR_MS = 3_600_000;
const usdt = (whole: bigint) => (whole * 1_000_000n) as Units;
const PLAIN: KeySettings = {
  name: "Shop",
  scopes: ["deposits"],
  ipAllowList: [],
  dailyCap: null,
  dailyCapWithSecret: null,
};

let database: TestDatabase;
let worker: Database;
let web: Database;
let owner: Database;
let mine: string;
let other: string;
let first: KeyPair;

beforeAll(async () => {
  database = await createTestDatabase();
  worker = connect({ url: database.workerUrl, name: "test-worker", max: 10 });
  web = connect({ url: database.webUrl, name: "test-web", max: 10 });
  owner = connect({ url: database.ownerUrl, name: "test-owner", max: 2 });
  first = newKeyPair("sandbox");
  mine = await addMerchant("Mine", first);
  other = await addMerchant("Other", newKeyPair("sandbox"));
});
afterAll(async () => {
  await Promise.all([worker, web, owner].map((db) => db?.close()));
  await database?.drop();
});

async function addMerchant(name: string, pair: KeyPair): Promise<string> {
  const made = await createMerchant(jobContext(worker, "test", silentLogger), {
    name,
    webhookUrl: null,
    apiKeyHash: pair.keyHash,
    apiKeyPrefix: pair.prefix,
    apiSecretHash: pair.secretHash,
    sealSecret: () => "sealed",
  });
  return made.merchantId;
}

/** A dashboard's call: the web role, and the rights of a person. */
const as = (merchantId: string, ...permissions: Permission[]): Context => ({
  ...jobContext(web, "test", silentLogger),
  merchantId,
  actor: { kind: "user", id: "ann" },
  permissions: new Set(
    permissions.length > 0 ? permissions : (["keys:read", "keys:write"] as const),
  ),
});

const issue = (settings: Partial<KeySettings> = {}, merchantId = mine) =>
  issueApiKey(as(merchantId), "sandbox", { ...PLAIN, ...settings });

function knock(
  key: { apiKey: string; apiSecret?: string },
  ask: { address?: string; withSecret?: boolean; environment?: "sandbox" | "production" } = {},
) {
  const credentials = {
    key: key.apiKey,
    secret: ask.withSecret ? (key.apiSecret ?? null) : null,
    address: ask.address ?? "203.0.113.7",
    secretRequired: false,
  };
  const silent = { count: async () => undefined, takeBack: async () => undefined };
  return authenticate(web, ask.environment ?? "sandbox", credentials, silent);
}

const refusal = (code: string) => expect.objectContaining({ code });
const audited = (id: string) =>
  owner.sql`select actor, action, data, merchant_id from audit_log where subject_id = ${id} order by id`;

describe("a new API key", () => {
  it("works with its scopes, and is stored by hash alone", async () => {
    const key = await issue({ scopes: ["deposits", "balances"], ipAllowList: ["203.0.113.0/24"] });
    expect(key.apiKey).toMatch(/^tg_test_[0-9A-Za-z]{46}$/);
    expect(key.apiSecret).toMatch(/^tgs_test_[0-9A-Za-z]{43}$/);
    const caller = await knock(key);
    expect(caller).toMatchObject({ keyId: key.id, merchantId: mine });
    expect(caller.permissions).toEqual(permissionsOf(["deposits", "balances"]));
    expect(caller.permissions.has("withdrawals:create")).toBe(false);
    const [row] =
      await owner.sql`select to_jsonb(k)::text as text, key_hash from api_keys k where id = ${key.id}`;
    expect(row?.text).not.toContain(key.apiKey);
    expect(row?.text).not.toContain(key.apiSecret);
    expect(Buffer.from(row?.key_hash as Uint8Array)).toEqual(Buffer.from(hashKey(key.apiKey)));
    const [line] = await audited(key.id);
    expect(line).toMatchObject({ actor: "user:ann", action: "api_key.issued", merchant_id: mine });
    expect(JSON.stringify(line)).not.toContain(key.apiSecret);
    expect(JSON.stringify(line)).not.toContain(key.apiKey);
  });

  it("bears the other environment's prefix there", async () => {
    const key = await issueApiKey(as(mine), "production", PLAIN);
    expect(key.apiKey).toMatch(/^tg_live_/);
    expect(key.apiSecret).toMatch(/^tgs_live_/);
    await expect(knock(key)).rejects.toEqual(refusal("wrong_environment"));
  });

  it.each([
    ["name", { name: " " }],
    ["name", { name: "x".repeat(101) }],
    ["scopes", { scopes: [] }],
    ["scopes", { scopes: ["deposits", "everything"] }],
    ["ipAllowList", { ipAllowList: ["203.0.113.7/33"] }],
    ["ipAllowList", { ipAllowList: Array.from({ length: 101 }, () => "203.0.113.7") }],
    ["dailyCap", { dailyCap: -1n as Units }],
    ["dailyCapWithSecret", { dailyCapWithSecret: usdt(1_000_000_001n) }],
  ])("is refused for its %s (case %#)", async (path, settings) => {
    await expect(issue(settings as Partial<KeySettings>)).rejects.toMatchObject({
      code: "validation_failed",
      details: [{ path }],
    });
  });

  it("of a new merchant has every scope", async () => {
    const { permissions } = await knock(first);
    for (const needed of ["invoices:create", "withdrawals:approve", "settings:write"] as const) {
      expect(permissions.has(needed)).toBe(true);
    }
    for (const never of [
      "keys:read",
      "keys:write",
      "payouts:create",
      "operator",
      "jobs",
    ] as const) {
      expect(permissions.has(never)).toBe(false);
    }
  });
});

describe("the door", () => {
  it("asks the key's list and the merchant's: both must let in", async () => {
    const key = await issue({ ipAllowList: ["203.0.113.7", "198.51.100.1"] }, other);
    const settings = as(other, "settings:write");
    await updateSettings(settings, { ipAllowList: ["203.0.113.0/24"] });
    await expect(knock(key, { address: "203.0.113.7" })).resolves.toBeDefined();
    await expect(knock(key, { address: "203.0.113.8" })).rejects.toEqual(refusal("ip_not_allowed"));
    await expect(knock(key, { address: "198.51.100.1" })).rejects.toEqual(
      refusal("ip_not_allowed"),
    );
    await updateSettings(settings, { ipAllowList: [] });
    await updateApiKey(as(other), { keyId: key.id });
    await expect(knock(key, { address: "198.51.100.1" })).resolves.toBeDefined();
  });

  it("writes down when a key was used, at most once a minute", async () => {
    const key = await issue();
    const usedAt = async () => {
      const [row] = await owner.sql<{ at: string | null }[]>`
        select last_used_at::text as at from api_keys where id = ${key.id}`;
      return row?.at ?? null;
    };
    await expect(knock({ ...key, apiSecret: "wrong" }, { withSecret: true })).rejects.toEqual(
      refusal("invalid_api_secret"),
    );
    expect(await usedAt()).toBeNull();
    await knock(key);
    await expect.poll(usedAt).not.toBeNull();
    const noted = await usedAt();
    await updateApiKey(as(mine), { keyId: key.id });
    await knock(key);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await usedAt()).toBe(noted);
    const [listed] = (await listApiKeys(as(mine))).filter(({ id }) => id === key.id);
    expect(listed?.lastUsedAt).toBeInstanceOf(Date);
  });

  it("says which cap holds: the key's, the merchant's, or the environment's", async () => {
    const merchantId = await addMerchant("Capped", newKeyPair("sandbox"));
    const cap = async (
      key: IssuedKey,
      ask: Parameters<typeof knock>[1] = {},
    ): Promise<Units | null> => {
      await updateApiKey(as(merchantId), { keyId: key.id });
      return (await knock(key, ask)).spending.cap;
    };
    const operator = operatorContext(worker, "bob", silentLogger);
    const sandboxKey = await issue({}, merchantId);
    const live = await issueApiKey(as(merchantId), "production", PLAIN);
    const production = { environment: "production" } as const;
    expect(await cap(sandboxKey)).toBeNull();
    expect(await cap(live, production)).toBe(usdt(1_000n));
    // "None" was chosen, which is not the same as never set.
    await updateSettings(as(merchantId, "settings:write"), { keyDailyCap: null });
    expect(await cap(live, production)).toBeNull();
    await updateSettings(as(merchantId, "settings:write"), { keyDailyCap: usdt(5n) });
    expect(await cap(live, production)).toBe(usdt(5n));
    expect(await cap(sandboxKey)).toBe(usdt(5n));
    // Another setting leaves it alone.
    await updateSettings(as(merchantId, "settings:write"), { autoWithdraw: true });
    expect(await cap(sandboxKey)).toBe(usdt(5n));
    await updateKeyCaps(operator, { merchantId, dailyCap: "default" });
    expect(await cap(live, production)).toBe(usdt(1_000n));
    const own = { keyId: live.id, dailyCap: usdt(7n), dailyCapWithSecret: usdt(9n) };
    await updateApiKey(as(merchantId), own);
    expect(await cap(live, production)).toBe(usdt(7n));
    expect(await cap(live, { ...production, withSecret: true })).toBe(usdt(9n));
    expect(await cap(sandboxKey, { withSecret: true })).toBeNull();
    // With none for the merchant, the key's own still holds.
    await updateKeyCaps(operator, { merchantId, dailyCap: null });
    expect(await cap(live, production)).toBe(usdt(7n));
  });
});

describe("rolling a key", () => {
  it("makes one with the same settings, and lets the old one work for the overlap", async () => {
    const settings = {
      name: "Till 4",
      scopes: ["read", "deposits"],
      ipAllowList: ["203.0.113.7"],
      dailyCap: usdt(12n),
      dailyCapWithSecret: usdt(34n),
    };
    const old = await issue(settings);
    await knock(old);
    const fresh = await rollApiKey(as(mine), "sandbox", { keyId: old.id, overlapMs: 1_500 });
    expect(fresh).toMatchObject({ ...settings, status: "active", expiresAt: null });
    expect(fresh.apiKey).not.toBe(old.apiKey);
    expect(fresh.apiSecret).not.toBe(old.apiSecret);
    expect((await knock(old)).keyId).toBe(old.id);
    expect((await knock(fresh)).keyId).toBe(fresh.id);
    await expect(
      knock({ ...fresh, apiSecret: old.apiSecret }, { withSecret: true }),
    ).rejects.toEqual(refusal("invalid_api_secret"));
    await expect
      .poll(() => knock(old).then(String, (error) => error.code), { timeout: 5_000 })
      .toBe("invalid_api_key");
    await expect(knock(fresh)).resolves.toBeDefined();
    const [listed] = (await listApiKeys(as(mine))).filter(({ id }) => id === old.id);
    expect(listed).toMatchObject({ status: "expired", replacedBy: fresh.id });
    expect((await audited(old.id)).map((line) => line.action)).toEqual([
      "api_key.issued",
      "api_key.rolled",
    ]);
  });

  it("takes a day unless told otherwise, and no time at all with an overlap of 0", async () => {
    const old = await issue();
    const day = await rollApiKey(as(mine), "sandbox", { keyId: old.id });
    const [listed] = (await listApiKeys(as(mine))).filter(({ id }) => id === old.id);
    const left = (listed?.expiresAt?.getTime() ?? 0) - Date.now();
    expect(left).toBeGreaterThan(24 * HOUR_MS - 60_000);
    expect(left).toBeLessThanOrEqual(24 * HOUR_MS);
    await knock(day);
    const atOnce = await rollApiKey(as(mine), "sandbox", { keyId: day.id, overlapMs: 0 });
    await expect(knock(day)).rejects.toEqual(refusal("invalid_api_key"));
    await expect(knock(atOnce)).resolves.toBeDefined();
  });

  it("is done once: again, and by twenty at the same time", async () => {
    const old = await issue();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, () => rollApiKey(as(mine), "sandbox", { keyId: old.id })),
    );
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === "rejected") expect(outcome.reason).toEqual(refusal("invalid_state"));
    }
    const replaced = (await listApiKeys(as(mine))).filter(({ id }) => id === old.id);
    expect(replaced).toHaveLength(1);
    await expect(rollApiKey(as(mine), "sandbox", { keyId: old.id })).rejects.toEqual(
      refusal("invalid_state"),
    );
  });

  it.each([-1, 1.5, Number.NaN, 31 * 24 * HOUR_MS])(
    "refuses an overlap of %s ms",
    async (overlapMs) => {
      const key = await issue();
      await expect(rollApiKey(as(mine), "sandbox", { keyId: key.id, overlapMs })).rejects.toEqual(
        refusal("validation_failed"),
      );
      await expect(knock(key)).resolves.toBeDefined();
    },
  );
});

describe("revoking a key", () => {
  it("ends it at once, and once", async () => {
    const key = await issue();
    await knock(key);
    const revoked = await revokeApiKey(as(mine), { keyId: key.id });
    expect(revoked).toMatchObject({ id: key.id, status: "revoked" });
    await expect(knock(key)).rejects.toEqual(refusal("invalid_api_key"));
    const again = await Promise.all(
      Array.from({ length: 5 }, () => revokeApiKey(as(mine), { keyId: key.id })),
    );
    for (const view of again) expect(view.revokedAt).toEqual(revoked.revokedAt);
    expect((await audited(key.id)).map((line) => line.action)).toEqual([
      "api_key.issued",
      "api_key.revoked",
    ]);
    await expect(updateApiKey(as(mine), { keyId: key.id, name: "x" })).rejects.toEqual(
      refusal("invalid_state"),
    );
    await expect(rollApiKey(as(mine), "sandbox", { keyId: key.id })).rejects.toEqual(
      refusal("invalid_state"),
    );
  });
});

describe("changing a key", () => {
  it("holds at once in this process, leaves out what is not named, and is told in the audit log", async () => {
    const key = await issue({ dailyCap: usdt(3n) });
    await knock(key);
    const view = await updateApiKey(as(mine), { keyId: key.id, scopes: ["read"], name: "Reader" });
    expect(view).toMatchObject({ name: "Reader", scopes: ["read"], dailyCap: usdt(3n) });
    expect((await knock(key)).permissions).toEqual(permissionsOf(["read"]));
    const [, line] = await audited(key.id);
    expect(line).toMatchObject({
      action: "api_key.updated",
      data: {
        before: { name: "Shop", scopes: ["deposits"], dailyCap: "3000000" },
        after: { name: "Reader", scopes: ["read"], dailyCap: "3000000" },
      },
    });
    await expect(updateApiKey(as(mine), { keyId: key.id, scopes: [] })).rejects.toEqual(
      refusal("validation_failed"),
    );
  });
});

describe("keys", () => {
  it("are listed without anything that opens a door", async () => {
    const key = await issue({ name: "Listed" });
    const listed = await listApiKeys(as(mine));
    expect(listed[0]).toMatchObject({
      id: key.id,
      prefix: key.apiKey.slice(0, 12),
      name: "Listed",
    });
    const text = JSON.stringify(listed, (_, value) =>
      typeof value === "bigint" ? String(value) : value,
    );
    expect(text).not.toContain(key.apiKey);
    expect(text).not.toContain(key.apiSecret);
    expect(text).not.toMatch(/hash/i);
  });

  it("are one merchant's own", async () => {
    const theirs = await issue({}, other);
    for (const keyId of [theirs.id, newId(), "no-id"]) {
      await expect(revokeApiKey(as(mine), { keyId })).rejects.toEqual(refusal("not_found"));
      await expect(rollApiKey(as(mine), "sandbox", { keyId })).rejects.toEqual(
        refusal("not_found"),
      );
      await expect(updateApiKey(as(mine), { keyId, name: "x" })).rejects.toEqual(
        refusal("not_found"),
      );
    }
    const ids = (await listApiKeys(as(mine))).map(({ id }) => id);
    expect(ids).not.toContain(theirs.id);
    await expect(knock(theirs)).resolves.toMatchObject({ merchantId: other });
  });

  it("ask for their permissions", async () => {
    const { id: keyId } = await issue();
    const reader = as(mine, "keys:read", "settings:write");
    await expect(issueApiKey(reader, "sandbox", PLAIN)).rejects.toEqual(refusal("scope_missing"));
    await expect(rollApiKey(reader, "sandbox", { keyId })).rejects.toEqual(
      refusal("scope_missing"),
    );
    await expect(revokeApiKey(reader, { keyId })).rejects.toEqual(refusal("scope_missing"));
    await expect(updateApiKey(reader, { keyId })).rejects.toEqual(refusal("scope_missing"));
    await expect(listApiKeys(as(mine, "keys:write"))).rejects.toEqual(refusal("scope_missing"));
  });

  it("are the operator's to issue and end as well, over the worker's role", async () => {
    const operator = operatorContext(worker, "bob", silentLogger, other);
    const key = await issueApiKey(operator, "sandbox", PLAIN);
    expect((await knock(key)).merchantId).toBe(other);
    expect((await listApiKeys(operator)).map(({ id }) => id)).toContain(key.id);
    await revokeApiKey(operator, { keyId: key.id });
    await expect(knock(key)).rejects.toEqual(refusal("invalid_api_key"));
    expect((await audited(key.id)).map((line) => line.actor)).toEqual([
      "operator:bob",
      "operator:bob",
    ]);
  });
});
