import { describe, expect, it } from "vitest";
import { listApiKeys, rollApiKey } from "@/lib/auth";
import { HOUR_MS, refusal, setUpKeys, usdt } from "../support/api-key-ring";

const ring = setUpKeys();
const { as, issue, knock, audited, roll } = ring;

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
    const fresh = await roll(old.id, 1_500);
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
    const [listed] = (await listApiKeys(as(ring.mine))).filter(({ id }) => id === old.id);
    expect(listed).toMatchObject({ status: "expired", replacedBy: fresh.id });
    expect((await audited(old.id)).map((line) => line.action)).toEqual([
      "api_key.issued",
      "api_key.rolled",
    ]);
  });

  it("takes a day unless told otherwise, and no time at all with an overlap of 0", async () => {
    const old = await issue();
    const day = await roll(old.id);
    const [listed] = (await listApiKeys(as(ring.mine))).filter(({ id }) => id === old.id);
    const left = (listed?.expiresAt?.getTime() ?? 0) - Date.now();
    expect(left).toBeGreaterThan(24 * HOUR_MS - 60_000);
    expect(left).toBeLessThanOrEqual(24 * HOUR_MS);
    await knock(day);
    const atOnce = await roll(day.id, 0);
    await expect(knock(day)).rejects.toEqual(refusal("invalid_api_key"));
    await expect(knock(atOnce)).resolves.toBeDefined();
  });

  it("is done once: again, and by twenty at the same time", async () => {
    const old = await issue();
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => roll(old.id)));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === "rejected") expect(outcome.reason).toEqual(refusal("invalid_state"));
    }
    const replaced = (await listApiKeys(as(ring.mine))).filter(({ id }) => id === old.id);
    expect(replaced).toHaveLength(1);
    await expect(roll(old.id)).rejects.toEqual(refusal("invalid_state"));
  });

  it.each([-1, 1.5, Number.NaN, 31 * 24 * HOUR_MS])(
    "refuses an overlap of %s ms",
    async (overlapMs) => {
      const key = await issue();
      await expect(
        rollApiKey(as(ring.mine), "sandbox", { keyId: key.id, overlapMs }),
      ).rejects.toEqual(refusal("validation_failed"));
      await expect(knock(key)).resolves.toBeDefined();
    },
  );
});
