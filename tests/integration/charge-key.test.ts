import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Context, chargeKey, transact } from "@/lib/command";
import { connect, type Database } from "@/lib/db";
import { newId, silentLogger, type Units } from "@/lib/kit";
import { addMerchants } from "../support/books";
import { createTestDatabase, type TestDatabase } from "../support/database";

let database: TestDatabase;
let owner: Database;
let web: Database;
let merchantId: string;
beforeAll(async () => {
  database = await createTestDatabase();
  owner = connect({ url: database.ownerUrl, name: "test-owner", max: 2 });
  web = connect({ url: database.webUrl, name: "test-web", max: 20, lockTimeoutMs: 30_000 });
  [merchantId = ""] = await addMerchants(owner, 1);
});
afterAll(async () => {
  await Promise.all([owner, web].map((db) => db?.close()));
  await database?.drop();
});

async function newKey(): Promise<string> {
  const id = newId();
  await owner.sql`
    insert into api_keys (merchant_id, id, key_hash, secret_hash, prefix, created_at)
    values (${merchantId}, ${id}, ${Buffer.from(id)}, ${Buffer.from("s")}, 'tg_test_aaaa', now())`;
  return id;
}

interface Call {
  readonly cap: bigint | null;
  readonly withSecret?: boolean;
  readonly at?: string;
}

function contextOf(keyId: string, { cap, withSecret = false, at }: Call): Context {
  const now = new Date(at ?? "2026-03-01T12:00:00.000Z");
  return {
    db: web,
    merchantId,
    actor: { kind: "api_key", id: keyId },
    permissions: new Set(),
    spending: { keyId, withSecret, cap: cap as Units | null },
    requestId: "test",
    log: silentLogger,
    now: () => now,
  };
}

/** Whether a call that moves so much gets through. */
async function charge(keyId: string, amount: bigint, call: Call): Promise<boolean> {
  const ctx = contextOf(keyId, call);
  try {
    await transact(ctx, (tx) => chargeKey(ctx, tx, amount as Units));
    return true;
  } catch (error) {
    expect(error).toMatchObject({
      code: "daily_limit_reached",
      publicMessage: "Daily limit of this API key reached",
    });
    return false;
  }
}

async function spent(keyId: string): Promise<readonly (readonly [string, boolean, string])[]> {
  const rows = await owner.sql<{ day: string; with_secret: boolean; spent: string }[]>`
    select day::text as day, with_secret, spent_units::text as spent from key_spending
    where key_id = ${keyId} order by day, with_secret`;
  return rows.map((row) => [row.day, row.with_secret, row.spent] as const);
}

describe("a key's daily cap", () => {
  it("is reached exactly, and not passed by one micro-USDT", async () => {
    const key = await newKey();
    expect(await charge(key, 400n, { cap: 1_000n })).toBe(true);
    expect(await charge(key, 601n, { cap: 1_000n })).toBe(false);
    expect(await charge(key, 600n, { cap: 1_000n })).toBe(true);
    expect(await charge(key, 1n, { cap: 1_000n })).toBe(false);
    expect(await spent(key)).toEqual([["2026-03-01", false, "1000"]]);
  });

  it("holds for the first call of a day as well, and of 0 lets nothing out", async () => {
    const key = await newKey();
    expect(await charge(key, 1_001n, { cap: 1_000n })).toBe(false);
    expect(await charge(key, 1n, { cap: 0n })).toBe(false);
    expect(await spent(key)).toEqual([]);
    expect(await charge(key, 1_000n, { cap: 1_000n })).toBe(true);
  });

  it("begins anew with the day of UTC", async () => {
    const key = await newKey();
    const late = { cap: 10n, at: "2026-03-01T23:59:59.999Z" };
    const next = { cap: 10n, at: "2026-03-02T00:00:00.000Z" };
    expect(await charge(key, 10n, late)).toBe(true);
    expect(await charge(key, 1n, late)).toBe(false);
    expect(await charge(key, 10n, next)).toBe(true);
    expect(await charge(key, 1n, next)).toBe(false);
    expect(await spent(key)).toEqual([
      ["2026-03-01", false, "10"],
      ["2026-03-02", false, "10"],
    ]);
  });

  it("counts calls with the secret and without apart", async () => {
    const key = await newKey();
    expect(await charge(key, 10n, { cap: 10n })).toBe(true);
    expect(await charge(key, 1n, { cap: 10n })).toBe(false);
    expect(await charge(key, 20n, { cap: 20n, withSecret: true })).toBe(true);
    expect(await charge(key, 1n, { cap: 20n, withSecret: true })).toBe(false);
    expect(await charge(key, 5n, { cap: null, withSecret: true })).toBe(true);
    expect(await spent(key)).toEqual([
      ["2026-03-01", false, "10"],
      ["2026-03-01", true, "25"],
    ]);
  });

  it("counts without a cap too, so that one set later knows of the day", async () => {
    const key = await newKey();
    expect(await charge(key, 90n, { cap: null })).toBe(true);
    expect(await charge(key, 11n, { cap: 100n })).toBe(false);
    expect(await charge(key, 10n, { cap: 100n })).toBe(true);
  });

  it("counts nothing of a call that fails afterwards", async () => {
    const key = await newKey();
    const ctx = contextOf(key, { cap: 10n });
    const failing = transact(ctx, async (tx) => {
      await chargeKey(ctx, tx, 10n as Units);
      throw new Error("the balance is short");
    });
    await expect(failing).rejects.toThrow("the balance is short");
    expect(await spent(key)).toEqual([]);
    expect(await charge(key, 10n, { cap: 10n })).toBe(true);
  });

  it("lets exactly as many through as fit, at the same instant", async () => {
    const key = await newKey();
    const outcomes = await Promise.all(
      Array.from({ length: 40 }, () => charge(key, 3n, { cap: 20n })),
    );
    expect(outcomes.filter(Boolean)).toHaveLength(6);
    expect(await spent(key)).toEqual([["2026-03-01", false, "18"]]);
  });

  it("is one key's own, and nobody's who is no key", async () => {
    const [key, second] = [await newKey(), await newKey()];
    expect(await charge(key, 10n, { cap: 10n })).toBe(true);
    expect(await charge(second, 10n, { cap: 10n })).toBe(true);
    const { spending: _, ...person } = contextOf(key, { cap: 0n });
    await transact(person, (tx) => chargeKey(person, tx, 1_000n as Units));
    expect(await spent(key)).toEqual([["2026-03-01", false, "10"]]);
  });

  it("never lets more out than itself, whatever the calls", async () => {
    const amounts = fc.array(fc.bigInt({ min: 1n, max: 30n }), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(fc.bigInt({ min: 0n, max: 60n }), amounts, async (cap, wanted) => {
        const key = await newKey();
        let out = 0n;
        for (const amount of wanted) {
          const fits = out + amount <= cap;
          expect(await charge(key, amount, { cap })).toBe(fits);
          if (fits) out += amount;
        }
        const [row] = await spent(key);
        expect(BigInt(row?.[2] ?? 0)).toBe(out);
      }),
      { numRuns: 25 },
    );
  });
});
