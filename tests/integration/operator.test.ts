import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { authenticate, issueApiKey } from "@/lib/auth";
import { type Context, jobContext, operatorContext } from "@/lib/command";
import { connect, type Database } from "@/lib/db";
import { resumeNetwork } from "@/lib/deposits";
import { newId, silentLogger, type Units } from "@/lib/kit";
import { depositCredited, depositReceived, feesSettled } from "@/lib/ledger";
import {
  createMerchant,
  DEFAULT_FEE_TIERS,
  getMerchant,
  listMerchants,
  type MerchantView,
  resumeMerchant,
  suspendMerchant,
  updateFeeTiers,
  updateKeyCaps,
  updateRateLimits,
} from "@/lib/merchants";
import { listFeeAccounts, listNetworkStates } from "@/lib/reports";
import { addMerchants, NETWORK, postOne, usdt } from "../support/books";
import { createTestDatabase, type TestDatabase } from "../support/database";

let database: TestDatabase;
let worker: Database;
let web: Database;
let owner: Database;
let operator: Context;
let serial = 0;
beforeAll(async () => {
  database = await createTestDatabase();
  worker = connect({ url: database.workerUrl, name: "test-worker", max: 10 });
  web = connect({ url: database.webUrl, name: "test-web", max: 5 });
  owner = connect({ url: database.ownerUrl, name: "test-owner", max: 2 });
  operator = operatorContext(worker, "bob", silentLogger);
});
afterAll(async () => {
  await Promise.all([worker, web, owner].map((db) => db?.close()));
  await database?.drop();
});

async function newMerchant(ctx: Context = operator): Promise<string> {
  serial += 1;
  const made = await createMerchant(ctx, {
    name: `Shop ${serial}`,
    webhookUrl: null,
    apiKeyHash: Buffer.from(newId()),
    apiKeyPrefix: "tg_test_abcd",
    apiSecretHash: Buffer.from("secret"),
    sealSecret: () => "sealed",
  });
  return made.merchantId;
}

const refusal = (code: string) => expect.objectContaining({ code });
const audited = (id: string, action: string) =>
  owner.sql`
    select actor, data, merchant_id from audit_log where subject_id = ${id} and action = ${action} order by id`;

describe("the operator's permission", () => {
  const changes: Readonly<Record<string, (ctx: Context, merchantId: string) => Promise<unknown>>> =
    {
      suspendMerchant: (ctx, merchantId) => suspendMerchant(ctx, { merchantId, reason: "r" }),
      resumeMerchant: (ctx, merchantId) => resumeMerchant(ctx, { merchantId }),
      updateFeeTiers: (ctx, merchantId) =>
        updateFeeTiers(ctx, { merchantId, tiers: [{ from: 0n as Units, ratePpm: 1 }] }),
      updateRateLimits: (ctx, merchantId) =>
        updateRateLimits(ctx, { merchantId, limits: { standard: 5 } }),
      updateKeyCaps: (ctx, merchantId) => updateKeyCaps(ctx, { merchantId, dailyCap: null }),
      getMerchant: (ctx, merchantId) => getMerchant(ctx, merchantId),
    };

  it.each(Object.entries(changes))(
    "is asked by %s, which knows no other merchant",
    async (_, verb) => {
      const merchantId = await newMerchant();
      const before = await getMerchant(operator, merchantId);
      for (const ctx of [jobContext(worker, "x", silentLogger), keyOf(merchantId)]) {
        await expect(verb(ctx, merchantId)).rejects.toEqual(refusal("scope_missing"));
      }
      for (const unknown of [newId(), "no-id", ""]) {
        await expect(verb(operator, unknown)).rejects.toEqual(refusal("not_found"));
      }
      expect(await getMerchant(operator, merchantId)).toEqual(before);
    },
  );

  it("is asked by the reports and by resuming a network", async () => {
    const ctx = jobContext(worker, "x", silentLogger);
    for (const read of [listMerchants, listFeeAccounts, listNetworkStates]) {
      await expect(read(ctx)).rejects.toEqual(refusal("scope_missing"));
    }
    await expect(resumeNetwork(ctx, { network: NETWORK, note: "n" })).rejects.toEqual(
      refusal("scope_missing"),
    );
  });

  function keyOf(merchantId: string): Context {
    const ctx = jobContext(web, "x", silentLogger);
    return { ...ctx, merchantId, permissions: new Set(["settings:write", "keys:write"]) };
  }
});

describe("merchants", () => {
  it("are made by the operator, and found by number, client id and id", async () => {
    const merchantId = await newMerchant();
    const shown = await getMerchant(operator, merchantId);
    expect(shown).toMatchObject({
      merchantId,
      status: "active",
      feeTiers: DEFAULT_FEE_TIERS,
      rateLimits: {},
      keyDailyCap: "default",
      wallets: [],
    });
    expect(await getMerchant(operator, String(shown.number))).toEqual(shown);
    expect(await getMerchant(operator, shown.clientId)).toEqual(shown);
    for (const name of ["0", "99999999", "shop", "f".repeat(24), "1 or 1=1"]) {
      await expect(getMerchant(operator, name)).rejects.toEqual(refusal("not_found"));
    }
    expect((await audited(merchantId, "merchant.created"))[0]?.actor).toBe("operator:bob");
  });

  it("are listed by number, a hundred at a time", async () => {
    await addMerchants(owner, 105);
    const all: MerchantView[] = [];
    for (;;) {
      const page = await listMerchants(operator, { after: all.at(-1)?.number ?? 0 });
      expect(page.length).toBeLessThanOrEqual(100);
      if (page.length === 0) break;
      all.push(...page);
    }
    expect(all.map(({ number }) => number)).toEqual(all.map((_, i) => i + 1));
    expect(all.length).toBeGreaterThan(105);
  });

  it("show their wallets", async () => {
    const merchantId = await newMerchant();
    await owner.sql`
      insert into addresses (network, address, display, purpose, path_index, verified_at, merchant_id, owner_kind)
      values ('USDT-TRC20', ${"9".repeat(40)}, 'Tshown', 'merchant', 7, now(), ${merchantId}, 'merchant')`;
    expect((await getMerchant(operator, merchantId)).wallets).toEqual([
      { network: "USDT-TRC20", address: "Tshown" },
    ]);
  });
});

describe("suspending", () => {
  it("turns the merchant's keys away and nobody else's, until resumed; each is told once", async () => {
    const merchantId = await newMerchant();
    const theirs = await keyFor(merchantId);
    const neighbour = await keyFor(await newMerchant());
    await suspendMerchant(operator, { merchantId, reason: "chargebacks" });
    await suspendMerchant(operator, { merchantId, reason: "again" });
    await expect(knock(theirs)).rejects.toEqual(refusal("merchant_suspended"));
    await expect(knock(neighbour)).resolves.toBeDefined();
    expect(await audited(merchantId, "merchant.suspended")).toMatchObject([
      { actor: "operator:bob", merchant_id: merchantId, data: { reason: "chargebacks" } },
    ]);
    await resumeMerchant(operator, { merchantId });
    await resumeMerchant(operator, { merchantId });
    await expect
      .poll(() =>
        knock(theirs).then(
          () => "in",
          () => "out",
        ),
      )
      .toBe("in");
    expect(await audited(merchantId, "merchant.resumed")).toHaveLength(1);
  });

  it("needs a reason", async () => {
    const merchantId = await newMerchant();
    for (const reason of ["", " ", "x".repeat(501)]) {
      await expect(suspendMerchant(operator, { merchantId, reason })).rejects.toEqual(
        refusal("validation_failed"),
      );
    }
    expect((await getMerchant(operator, merchantId)).status).toBe("active");
  });

  it("at the same time as resuming ends as one of the two, with its audit rows", async () => {
    const merchantId = await newMerchant();
    await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        i % 2
          ? suspendMerchant(operator, { merchantId, reason: "r" })
          : resumeMerchant(operator, { merchantId }),
      ),
    );
    const { status } = await getMerchant(operator, merchantId);
    const suspended = (await audited(merchantId, "merchant.suspended")).length;
    const resumed = (await audited(merchantId, "merchant.resumed")).length;
    expect(suspended - resumed).toBe(status === "suspended" ? 1 : 0);
  });

  async function keyFor(merchantId: string): Promise<string> {
    const ctx = operatorContext(worker, "bob", silentLogger, merchantId);
    const settings = { name: "k", scopes: ["all"], ipAllowList: [] };
    const caps = { dailyCap: null, dailyCapWithSecret: null };
    return (await issueApiKey(ctx, "sandbox", { ...settings, ...caps })).apiKey;
  }

  function knock(key: string) {
    const credentials = { key, secret: null, address: "203.0.113.7", secretRequired: false };
    const silent = { count: async () => undefined, takeBack: async () => undefined };
    return authenticate(web, "sandbox", credentials, silent);
  }
});

describe("fee tables", () => {
  const tier = (from: bigint, ratePpm: number) => ({ from: from as Units, ratePpm });

  it("are set and told in the audit log, before and after", async () => {
    const merchantId = await newMerchant();
    const tiers = [tier(0n, 20_000), tier(500_000_000n, 0)];
    const after = await updateFeeTiers(operator, { merchantId, tiers });
    const stored = [
      { from: "0", ratePpm: 20_000 },
      { from: "500000000", ratePpm: 0 },
    ];
    expect(after.feeTiers).toEqual(stored);
    expect((await getMerchant(operator, merchantId)).feeTiers).toEqual(stored);
    expect(await audited(merchantId, "merchant.fees_updated")).toMatchObject([
      { data: { before: DEFAULT_FEE_TIERS, after: stored } },
    ]);
  });

  it.each([
    ["nothing", []],
    ["a table that begins above zero", [tier(1n, 1)]],
    ["one that does not ascend", [tier(0n, 1), tier(5n, 1), tier(5n, 1)]],
    ["a rate above the whole", [tier(0n, 1_000_001)]],
    ["a negative rate", [tier(0n, -1)]],
    ["a broken rate", [tier(0n, 0.5)]],
    ["too many rows", Array.from({ length: 21 }, (_, i) => tier(BigInt(i), 1))],
  ])("refuse %s", async (_, tiers) => {
    const merchantId = await newMerchant();
    await expect(updateFeeTiers(operator, { merchantId, tiers })).rejects.toEqual(
      refusal("validation_failed"),
    );
    expect((await getMerchant(operator, merchantId)).feeTiers).toEqual(DEFAULT_FEE_TIERS);
  });
});

describe("rate limits", () => {
  it("are set by tier, the others stay, and null goes back to the contract's", async () => {
    const merchantId = await newMerchant();
    const set = async (limits: Parameters<typeof updateRateLimits>[1]["limits"]) =>
      (await updateRateLimits(operator, { merchantId, limits })).rateLimits;
    expect(await set({ standard: 500 })).toEqual({ standard: 500 });
    expect(await set({ financial: 60 })).toEqual({ standard: 500, financial: 60 });
    expect(await set({ standard: null })).toEqual({ financial: 60 });
    expect(await audited(merchantId, "merchant.limits_updated")).toHaveLength(3);
    for (const limits of [
      { standard: 0 },
      { standard: 1.5 },
      { standard: 1_000_001 },
      { failed_authentication: 5 },
      { nonsense: 5 },
    ]) {
      await expect(updateRateLimits(operator, { merchantId, limits })).rejects.toEqual(
        refusal("validation_failed"),
      );
    }
    expect((await getMerchant(operator, merchantId)).rateLimits).toEqual({ financial: 60 });
  });

  it("set at the same time all hold", async () => {
    const merchantId = await newMerchant();
    await Promise.all([
      updateRateLimits(operator, { merchantId, limits: { standard: 1 } }),
      updateRateLimits(operator, { merchantId, limits: { financial: 2 } }),
      updateRateLimits(operator, { merchantId, limits: { wallet_generation: 3 } }),
    ]);
    expect((await getMerchant(operator, merchantId)).rateLimits).toEqual({
      standard: 1,
      financial: 2,
      wallet_generation: 3,
    });
  });
});

describe("fee accounts", () => {
  it("say what was collected, what was settled and what is on its way", async () => {
    const merchantId = await newMerchant();
    await newMerchant();
    const wallet = "a".repeat(40);
    const money = { network: NETWORK, record: "r1", amount: usdt(100) };
    await postOne(worker, merchantId, depositReceived({ ...money, cause: "d1", address: wallet }));
    await postOne(worker, merchantId, depositCredited({ ...money, cause: "c1", fee: usdt(30) }));
    await settlement(merchantId, "settled", 12n, "2026-03-07");
    const settled = { network: NETWORK, cause: "s1", wallet, amount: usdt(12) };
    await postOne(worker, merchantId, feesSettled(settled));
    await settlement(merchantId, "sent", 10n, "2026-03-14");
    await settlement(merchantId, "failed", 9n, "2026-03-21");
    const accounts = await listFeeAccounts(operator);
    expect(accounts.filter((account) => account.merchantId === merchantId)).toEqual([
      expect.objectContaining({
        network: NETWORK,
        collected: usdt(30),
        settled: usdt(12),
        due: usdt(18),
        underway: usdt(10),
        lastSettledAt: new Date("2026-03-07T01:00:00.000Z"),
      }),
    ]);
    expect(accounts).toHaveLength(1);
  });

  async function settlement(merchantId: string, state: string, whole: bigint, period: string) {
    const amount = (whole * 1_000_000n).toString();
    await owner.sql`
      insert into withdrawals (merchant_id, id, type, origin, network, to_address, wallet_address, amount_units,
        fee_units, net_units, hold_units, figure_units, fee_payer, state, period, created_at, settled_at)
      values (${merchantId}, ${newId()}, 'fee_settlement', 'operator', ${NETWORK}, ${"b".repeat(40)}, 'T', ${amount},
        0, ${amount}, 0, 0, 'user', ${state}, ${period}, now(),
        ${state === "settled" ? "2026-03-07T01:00:00.000Z" : null})`;
  }
});

describe("networks", () => {
  it("are listed as they stand, and a halted one goes on once a person has looked", async () => {
    expect(await listNetworkStates(operator)).toMatchObject(
      ["USDT-ERC20", "USDT-TRC20"].map((network) => ({
        network,
        head: null,
        scanned: null,
        final: null,
        scannedAt: null,
        haltedReason: null,
        freeAddresses: 0,
        gasWallet: null,
        gasBalance: null,
        gasSeenAt: null,
        gasPerSweep: null,
        sweepsOpen: 0,
        sweepsStuck: 0,
      })),
    );
    await owner.sql`
      insert into chain_cursors (network, identity, height, hash, block_time, latest_height, final_height, final_time,
        scanned_at, halted_reason)
      values (${NETWORK}, 'tron', 90, ${"0".repeat(64)}, now(), 100, 81, now(), now(), 'a block took money')`;
    const [, halted] = await listNetworkStates(operator);
    expect(halted).toMatchObject({
      head: 100,
      scanned: 90,
      final: 81,
      haltedReason: "a block took money",
    });
    const outcomes = await Promise.allSettled(
      Array.from({ length: 5 }, () =>
        resumeNetwork(operator, { network: NETWORK, note: "nodes were wrong" }),
      ),
    );
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect((await listNetworkStates(operator))[1]?.haltedReason).toBeNull();
    expect(await audited(NETWORK, "network.resumed")).toMatchObject([
      {
        actor: "operator:bob",
        data: { haltedReason: "a block took money", note: "nodes were wrong" },
      },
    ]);
    await expect(resumeNetwork(operator, { network: NETWORK, note: "n" })).rejects.toEqual(
      refusal("invalid_state"),
    );
    await expect(resumeNetwork(operator, { network: "USDT-ERC20", note: "n" })).rejects.toEqual(
      refusal("invalid_state"),
    );
    await expect(resumeNetwork(operator, { network: NETWORK, note: " " })).rejects.toEqual(
      refusal("validation_failed"),
    );
  });
});
