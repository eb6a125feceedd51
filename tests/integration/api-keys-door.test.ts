import { describe, expect, it } from "vitest";
import {
  type IssuedKey,
  KEYS_UPDATE,
  listApiKeys,
  newKeyPair,
  updateApiKey,
  updateSubject,
} from "@/lib/auth";
import { type Context, operatorContext } from "@/lib/command";
import { silentLogger, type Units } from "@/lib/kit";
import { updateKeyCaps, updateSettings } from "@/lib/merchants";
import { PLAIN, refusal, setUpKeys, usdt } from "../support/api-key-ring";

const ring = setUpKeys();
const { addMerchant, as, issue, knock } = ring;
/** By a key, which needs no code for looser settings. */
const settingsOf = (merchantId: string): Context => ({
  ...as(merchantId, "settings:write"),
  actor: { kind: "api_key", id: "till" },
});

describe("the door", () => {
  it("asks the key's list and the merchant's: both must let in", async () => {
    const key = await issue({ ipAllowList: ["203.0.113.7", "198.51.100.1"] }, ring.other);
    const settings = settingsOf(ring.other);
    await updateSettings(settings, { ipAllowList: ["203.0.113.0/24"] });
    await expect(knock(key, { address: "203.0.113.7" })).resolves.toBeDefined();
    await expect(knock(key, { address: "203.0.113.8" })).rejects.toEqual(refusal("ip_not_allowed"));
    await expect(knock(key, { address: "198.51.100.1" })).rejects.toEqual(
      refusal("ip_not_allowed"),
    );
    await updateSettings(settings, { ipAllowList: [] });
    await updateApiKey(as(ring.other), { keyId: key.id });
    await expect(knock(key, { address: "198.51.100.1" })).resolves.toBeDefined();
  });

  it("writes down when a key was used, at most once a minute", async () => {
    const key = await issue();
    const usedAt = async () => {
      const [row] = await ring.owner.sql<{ at: string | null }[]>`
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
    await updateApiKey(as(ring.mine), { keyId: key.id });
    await knock(key);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await usedAt()).toBe(noted);
    const [listed] = (await listApiKeys(as(ring.mine))).filter(({ id }) => id === key.id);
    expect(listed?.lastUsedAt).toBeInstanceOf(Date);
    expect(listed?.lastUsedFrom).toBe("203.0.113.7");
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
    const operator = operatorContext(ring.worker, "bob", silentLogger);
    const sandboxKey = await issue({}, merchantId);
    const live = await issue({}, merchantId, "production");
    const production = { environment: "production" } as const;
    expect(await cap(sandboxKey)).toBeNull();
    expect(await cap(live, production)).toBe(usdt(1_000n));
    // "None" was chosen, which is not the same as never set.
    await updateSettings(settingsOf(merchantId), { keyDailyCap: null });
    expect(await cap(live, production)).toBeNull();
    await updateSettings(settingsOf(merchantId), { keyDailyCap: usdt(5n) });
    expect(await cap(live, production)).toBe(usdt(5n));
    expect(await cap(sandboxKey)).toBe(usdt(5n));
    // Another setting leaves it alone.
    await updateSettings(settingsOf(merchantId), { autoWithdraw: true });
    expect(await cap(sandboxKey)).toBe(usdt(5n));
    await updateKeyCaps(operator, { merchantId, dailyCap: "default" });
    expect(await cap(live, production)).toBe(usdt(1_000n));
    const own = { keyId: live.id, dailyCap: usdt(7n), dailyCapWithSecret: usdt(9n) };
    const caps = { dailyCap: own.dailyCap, dailyCapWithSecret: own.dailyCapWithSecret };
    const subject = updateSubject(live.id, { ...PLAIN, ...caps });
    await updateApiKey(await ring.coded(merchantId, KEYS_UPDATE, subject), own);
    expect(await cap(live, production)).toBe(usdt(7n));
    expect(await cap(live, { ...production, withSecret: true })).toBe(usdt(9n));
    expect(await cap(sandboxKey, { withSecret: true })).toBeNull();
    // With none for the merchant, the key's own still holds.
    await updateKeyCaps(operator, { merchantId, dailyCap: null });
    expect(await cap(live, production)).toBe(usdt(7n));
  });
});
