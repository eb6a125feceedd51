import { describe, expect, it } from "vitest";
import {
  forgetMerchant,
  hashKey,
  issueApiKey,
  issueSubject,
  KEYS_ISSUE,
  KEYS_UPDATE,
  type KeySettings,
  listApiKeys,
  permissionsOf,
  revokeApiKey,
  rollApiKey,
  updateApiKey,
  updateSubject,
} from "@/lib/auth";
import { operatorContext } from "@/lib/command";
import { newId, silentLogger, type Units } from "@/lib/kit";
import { ANN, HOUR_MS, PLAIN, refusal, setUpKeys, usdt } from "../support/api-key-ring";

const ring = setUpKeys();
const { as, coded, issue, knock, audited, roll } = ring;

describe("a new API key", () => {
  it("works with its scopes, and is stored by hash alone", async () => {
    const key = await issue({ scopes: ["deposits", "balances"], ipAllowList: ["203.0.113.0/24"] });
    expect(key.apiKey).toMatch(/^tg_test_[0-9A-Za-z]{46}$/);
    expect(key.apiSecret).toMatch(/^tgs_test_[0-9A-Za-z]{43}$/);
    const caller = await knock(key);
    expect(caller).toMatchObject({ keyId: key.id, merchantId: ring.mine });
    expect(caller.permissions).toEqual(permissionsOf(["deposits", "balances"]));
    expect(caller.permissions.has("withdrawals:create")).toBe(false);
    const [row] = await ring.owner
      .sql`select to_jsonb(k)::text as text, key_hash, created_by from api_keys k where id = ${key.id}`;
    expect(row?.created_by, "D-23: who sees the secret").toBe(ANN);
    expect(row?.text).not.toContain(key.apiKey);
    expect(row?.text).not.toContain(key.apiSecret);
    expect(Buffer.from(row?.key_hash as Uint8Array)).toEqual(Buffer.from(hashKey(key.apiKey)));
    const [line] = await audited(key.id);
    expect(line).toMatchObject({
      actor: `user:${ANN}`,
      action: "api_key.issued",
      merchant_id: ring.mine,
    });
    expect(JSON.stringify(line)).not.toContain(key.apiSecret);
    expect(JSON.stringify(line)).not.toContain(key.apiKey);
  });

  it("bears the other environment's prefix there", async () => {
    const key = await issue({}, ring.mine, "production");
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
    const { permissions } = await knock(ring.first);
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

describe("revoking a key", () => {
  it("ends it at once, and once", async () => {
    const key = await issue();
    await knock(key);
    const revoked = await revokeApiKey(as(ring.mine), { keyId: key.id });
    expect(revoked).toMatchObject({ id: key.id, status: "revoked" });
    await expect(knock(key)).rejects.toEqual(refusal("invalid_api_key"));
    const again = await Promise.all(
      Array.from({ length: 5 }, () => revokeApiKey(as(ring.mine), { keyId: key.id })),
    );
    for (const view of again) expect(view.revokedAt).toEqual(revoked.revokedAt);
    expect((await audited(key.id)).map((line) => line.action)).toEqual([
      "api_key.issued",
      "api_key.revoked",
    ]);
    await expect(updateApiKey(as(ring.mine), { keyId: key.id, name: "x" })).rejects.toEqual(
      refusal("invalid_state"),
    );
    await expect(rollApiKey(as(ring.mine), "sandbox", { keyId: key.id })).rejects.toEqual(
      refusal("invalid_state"),
    );
  });
});

describe("changing a key", () => {
  it("holds at once in this process, leaves out what is not named, and is told in the audit log", async () => {
    const key = await issue({ dailyCap: usdt(3n) });
    await knock(key);
    const patch = { scopes: ["read"], name: "Reader" };
    const after = { ...PLAIN, dailyCap: usdt(3n), ...patch };
    const ctx = await ring.coded(ring.mine, KEYS_UPDATE, updateSubject(key.id, after));
    const view = await updateApiKey(ctx, { keyId: key.id, ...patch });
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
    await expect(updateApiKey(as(ring.mine), { keyId: key.id, scopes: [] })).rejects.toEqual(
      refusal("validation_failed"),
    );
  });
});

describe("a key with an end (D-25)", () => {
  const DAY_MS = 24 * HOUR_MS;
  const lifeOf = (key: { createdAt: Date; expiresAt: Date | null }) =>
    key.expiresAt && (key.expiresAt.getTime() - key.createdAt.getTime()) / DAY_MS;

  it("works until then, shows its first and last characters, and is rolled for as long", async () => {
    const key = await issue({ lifeDays: 30 });
    expect(lifeOf(key)).toBe(30);
    expect([key.prefix, key.suffix]).toEqual([key.apiKey.slice(0, 12), key.apiKey.slice(-4)]);
    await expect(knock(key)).resolves.toBeDefined();
    const next = await roll(key.id);
    expect(lifeOf(next)).toBe(30);
    expect(lifeOf(await issue())).toBeNull();
    await ring.owner.sql`update api_keys set expires_at = now() where id = ${next.id}`;
    forgetMerchant(ring.mine);
    await expect(knock(next)).rejects.toEqual(refusal("invalid_api_key"));
  });

  it.each([0, -1, 1.5, 3_651, Number.NaN])("not of %s days", async (lifeDays) => {
    await expect(issue({ lifeDays })).rejects.toEqual(refusal("validation_failed"));
  });

  it("takes a code for that life", async () => {
    const ctx = await coded(ring.mine, KEYS_ISSUE, issueSubject({ ...PLAIN, lifeDays: 30 }));
    await expect(issueApiKey(ctx, "sandbox", PLAIN)).rejects.toEqual(refusal("step_up_required"));
  });
});

describe("a form that somebody else overtook (D-39)", () => {
  it("changes nothing", async () => {
    const key = await issue({ name: "Till" });
    const ctx = as(ring.mine);
    await updateApiKey(ctx, { keyId: key.id, seen: key, name: "Till 1" });
    await expect(updateApiKey(ctx, { keyId: key.id, seen: key, name: "Till 2" })).rejects.toEqual(
      refusal("stale_version"),
    );
    const [now] = (await listApiKeys(ctx)).filter(({ id }) => id === key.id);
    expect(now?.name).toBe("Till 1");
  });
});

describe("keys", () => {
  it("are listed without anything that opens a door", async () => {
    const key = await issue({ name: "Listed" });
    const listed = await listApiKeys(as(ring.mine));
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
    const theirs = await issue({}, ring.other);
    for (const keyId of [theirs.id, newId(), "no-id"]) {
      await expect(revokeApiKey(as(ring.mine), { keyId })).rejects.toEqual(refusal("not_found"));
      await expect(rollApiKey(as(ring.mine), "sandbox", { keyId })).rejects.toEqual(
        refusal("not_found"),
      );
      await expect(updateApiKey(as(ring.mine), { keyId, name: "x" })).rejects.toEqual(
        refusal("not_found"),
      );
    }
    const ids = (await listApiKeys(as(ring.mine))).map(({ id }) => id);
    expect(ids).not.toContain(theirs.id);
    await expect(knock(theirs)).resolves.toMatchObject({ merchantId: ring.other });
  });

  it("ask for their permissions", async () => {
    const { id: keyId } = await issue();
    const reader = as(ring.mine, "keys:read", "settings:write");
    await expect(issueApiKey(reader, "sandbox", PLAIN)).rejects.toEqual(refusal("scope_missing"));
    await expect(rollApiKey(reader, "sandbox", { keyId })).rejects.toEqual(
      refusal("scope_missing"),
    );
    await expect(revokeApiKey(reader, { keyId })).rejects.toEqual(refusal("scope_missing"));
    await expect(updateApiKey(reader, { keyId })).rejects.toEqual(refusal("scope_missing"));
    await expect(listApiKeys(as(ring.mine, "keys:write"))).rejects.toEqual(
      refusal("scope_missing"),
    );
  });

  it("are the operator's to issue and end as well, over the worker's role", async () => {
    const operator = operatorContext(ring.worker, "bob", silentLogger, ring.other);
    const key = await issueApiKey(operator, "sandbox", PLAIN);
    expect((await knock(key)).merchantId).toBe(ring.other);
    expect((await listApiKeys(operator)).map(({ id }) => id)).toContain(key.id);
    await revokeApiKey(operator, { keyId: key.id });
    await expect(knock(key)).rejects.toEqual(refusal("invalid_api_key"));
    expect((await audited(key.id)).map((line) => line.actor)).toEqual([
      "operator:bob",
      "operator:bob",
    ]);
  });
});
