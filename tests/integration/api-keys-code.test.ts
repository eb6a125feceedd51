import { describe, expect, it } from "vitest";
import {
  issueApiKey,
  issueSubject,
  KEYS_ISSUE,
  KEYS_ROLL,
  KEYS_UPDATE,
  type KeySettings,
  listApiKeys,
  revokeApiKey,
  rollApiKey,
  rollSubject,
  updateApiKey,
  updateSubject,
  widens,
} from "@/lib/auth";
import type { StepUpSubject } from "@/lib/command";
import { permissionsOfRole } from "@/lib/people";
import { HOUR_MS, PLAIN, refusal, setUpKeys, usdt } from "../support/api-key-ring";
import { addPerson, isSpent } from "../support/persons";

const ring = setUpKeys();
const { as, coded, issue } = ring;
const noCode = refusal("step_up_required");

describe("a person needs a one-time code for keys (A16)", () => {
  it("to issue one, for exactly its settings, once", async () => {
    const before = (await listApiKeys(as(ring.mine))).length;
    await expect(issueApiKey(as(ring.mine), "sandbox", PLAIN)).rejects.toEqual(noCode);
    const ctx = await coded(ring.mine, KEYS_ISSUE, issueSubject(PLAIN));
    await expect(issueApiKey(ctx, "sandbox", { ...PLAIN, scopes: ["all"] })).rejects.toEqual(
      noCode,
    );
    await expect(issueApiKey({ ...ctx, merchantId: ring.other }, "sandbox", PLAIN)).rejects.toEqual(
      noCode,
    );
    expect(await isSpent(ring.owner, ctx.stepUp ?? "")).toBe(false);
    const tries = await Promise.allSettled(
      Array.from({ length: 5 }, () => issueApiKey(ctx, "sandbox", PLAIN)),
    );
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect((await listApiKeys(as(ring.mine))).length).toBe(before + 1);
  });

  it("to roll one, for that key and that overlap", async () => {
    const { id: keyId } = await issue();
    const other = await issue();
    await expect(rollApiKey(as(ring.mine), "sandbox", { keyId })).rejects.toEqual(noCode);
    const ctx = await coded(ring.mine, KEYS_ROLL, rollSubject(keyId, HOUR_MS));
    for (const wrong of [{ keyId }, { keyId: other.id, overlapMs: HOUR_MS }]) {
      await expect(rollApiKey(ctx, "sandbox", wrong)).rejects.toEqual(noCode);
    }
    await expect(rollApiKey(ctx, "sandbox", { keyId, overlapMs: HOUR_MS })).resolves.toBeDefined();
  });

  it("to widen one; to narrow, to rename and to revoke it, none", async () => {
    const settings = { scopes: ["read", "deposits"], dailyCap: usdt(9n) };
    const { id: keyId } = await issue(settings);
    const narrow = { keyId, name: "Narrow", scopes: ["read"], dailyCap: usdt(8n) };
    await updateApiKey(as(ring.mine), narrow);
    await expect(updateApiKey(as(ring.mine), { keyId, scopes: settings.scopes })).rejects.toEqual(
      noCode,
    );
    const after = { ...PLAIN, name: "Narrow", scopes: ["read", "wallets"], dailyCap: usdt(8n) };
    const ctx = await coded(ring.mine, KEYS_UPDATE, updateSubject(keyId, after));
    await expect(updateApiKey(ctx, { keyId, scopes: ["all"] })).rejects.toEqual(noCode);
    const changed = await updateApiKey(ctx, { keyId, scopes: after.scopes });
    expect(changed.scopes).toEqual(after.scopes);
    await expect(revokeApiKey(as(ring.mine), { keyId })).resolves.toMatchObject({
      status: "revoked",
    });
  });
});

describe("who manages keys is told of a new one (D-32)", () => {
  it("by mail to a confirmed address, once for each key, with nothing that is secret", async () => {
    const merchantId = ring.other;
    const people = await Promise.all(
      (["admin", "developer", "viewer", "developer"] as const).map((role) =>
        addPerson(ring.owner, merchantId, role),
      ),
    );
    const [admin, developer, viewer] = people;
    await ring.owner.sql`update users set email_verified_at = now()
      where id = any(${[admin, developer, viewer].map((person) => person?.id ?? "")}::uuid[])`;
    const made = await issue({ name: "Told of" }, merchantId);
    const rolled = await rollApiKey(
      await coded(merchantId, KEYS_ROLL, rollSubject(made.id, HOUR_MS)),
      "sandbox",
      { keyId: made.id, overlapMs: HOUR_MS },
    );
    const mails = await ring.owner.sql`select to_address, kind, subject, text_body from mails
      where subject_id = any(${[made.id, rolled.id]}::uuid[]) order by subject, to_address`;
    const told = [admin?.email, developer?.email].sort();
    expect(mails.map((mail) => mail.to_address)).toEqual([...told, ...told]);
    for (const { kind, text_body } of mails) {
      expect(kind).toBe("key_issued");
      for (const secret of [made.apiKey, made.apiSecret, rolled.apiKey, rolled.apiSecret]) {
        expect(text_body).not.toContain(secret);
      }
    }
  });
});

describe("a key is no way around a role (D-29)", () => {
  const tooMuch = refusal("scope_missing");
  const asDeveloper = async (kind: string, subject: StepUpSubject) => ({
    ...(await coded(ring.mine, kind, subject)),
    permissions: permissionsOfRole("developer"),
  });

  it.each(["all", "withdrawals", "approvals", "balances", "wallets", "settings"])(
    "who may not do what %s allows issues no key with it",
    async (scope) => {
      const settings = { ...PLAIN, scopes: ["read", scope] };
      const ctx = await asDeveloper(KEYS_ISSUE, issueSubject(settings));
      await expect(issueApiKey(ctx, "sandbox", settings)).rejects.toEqual(tooMuch);
    },
  );

  it("but one with what a developer may do", async () => {
    const settings = { ...PLAIN, scopes: ["read", "deposits", "webhooks"] };
    const ctx = await asDeveloper(KEYS_ISSUE, issueSubject(settings));
    await expect(issueApiKey(ctx, "sandbox", settings)).resolves.toBeDefined();
  });

  it("nor takes over an owner's key by rolling it", async () => {
    const { id: keyId } = await issue({ scopes: ["withdrawals"] });
    const ctx = await asDeveloper(KEYS_ROLL, rollSubject(keyId, HOUR_MS));
    await expect(rollApiKey(ctx, "sandbox", { keyId, overlapMs: HOUR_MS })).rejects.toEqual(
      tooMuch,
    );
  });

  it("nor widens one, by scope, place or cap; narrowing and revoking are free", async () => {
    const capped = { dailyCapWithSecret: usdt(5n) };
    const { id: keyId } = await issue({ scopes: ["withdrawals"], ...capped });
    for (const patch of [{ scopes: ["withdrawals", "read"] }, { dailyCapWithSecret: null }]) {
      const after = { ...PLAIN, scopes: ["withdrawals"], ...capped, ...patch };
      const ctx = await asDeveloper(KEYS_UPDATE, updateSubject(keyId, after));
      await expect(updateApiKey(ctx, { keyId, ...patch })).rejects.toEqual(tooMuch);
    }
    const plain = as(ring.mine, ...permissionsOfRole("developer"));
    await updateApiKey(plain, { keyId, dailyCapWithSecret: usdt(4n) });
    await revokeApiKey(plain, { keyId });
  });
});

describe("widening", () => {
  const base: KeySettings = {
    name: "x",
    scopes: ["read"],
    ipAllowList: ["192.0.2.1", "192.0.2.2"],
    dailyCap: usdt(5n),
    dailyCapWithSecret: usdt(5n),
  };
  it.each<[boolean, Partial<KeySettings>]>([
    [false, {}],
    [false, { name: "y", scopes: ["read"] }],
    [true, { scopes: ["read", "deposits"] }],
    [true, { scopes: ["all"] }],
    [false, { ipAllowList: ["192.0.2.1"] }],
    [true, { ipAllowList: [] }],
    [true, { ipAllowList: ["192.0.2.1", "192.0.2.3"] }],
    [false, { dailyCap: usdt(4n), dailyCapWithSecret: usdt(4n) }],
    [true, { dailyCap: usdt(6n) }],
    [true, { dailyCap: null }],
    [true, { dailyCapWithSecret: usdt(6n) }],
    [true, { dailyCapWithSecret: null }],
  ])("%s: case %#", (expected, patch) => {
    expect(widens(base, { ...base, ...patch })).toBe(expected);
  });

  it("knows that no list, no cap and every scope are the widest", () => {
    const widest = { ...base, scopes: ["all"], ipAllowList: [], dailyCapWithSecret: null };
    expect(widens(widest, { ...base, ipAllowList: ["192.0.2.9"] })).toBe(false);
    expect(widens({ ...base, dailyCap: null }, base)).toBe(true);
    expect(widens({ ...base, scopes: ["all"] }, { ...base, scopes: ["deposits"] })).toBe(false);
  });
});
