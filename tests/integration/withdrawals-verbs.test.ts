import { createHash } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { IdempotentCall } from "@/lib/command";
import { AppError, newId, units } from "@/lib/kit";
import {
  approveWithdrawal,
  type CreateWithdrawalInput,
  createPayout,
  createWithdrawal,
  getMerchantDetails,
  getPayout,
  getWithdrawal,
  listWithdrawals,
  rejectWithdrawal,
  waitForWithdrawal,
} from "@/lib/payouts";
import { openTill, pooled, somewhere, TILL_RIGHTS, type Till } from "../support/till";

const usdt = (whole: number) => units(BigInt(whole) * 1_000_000n);
const CONTRACT = somewhere();
const contracts = { usdtErc20Contract: null, usdtTrc20Contract: CONTRACT };
const DEFAULTS = {
  auto_withdraw: false,
  max_auto_withdraw_units: "100000000",
  apply_limits_to_api: false,
  withdrawal_fee_payer: "user",
};
const callOf = (key: string): IdempotentCall => ({
  endpoint: "POST /public/user/withdrawal/create",
  key,
  fingerprint: createHash("sha256").update(key).digest(),
});
const codes = (results: readonly PromiseSettledResult<unknown>[]) =>
  results.flatMap((one) =>
    one.status === "rejected"
      ? [one.reason instanceof AppError ? one.reason.code : one.reason]
      : [],
  );
const fulfilled = (results: readonly PromiseSettledResult<unknown>[]) =>
  results.filter((one) => one.status === "fulfilled").length;
const without = (permission: string) => TILL_RIGHTS.filter((one) => one !== permission);

let till: Till;
beforeAll(async () => {
  till = await openTill();
});
afterAll(() => till?.close());
beforeEach(() => till.set(DEFAULTS));

async function order(over: Partial<CreateWithdrawalInput> = {}): Promise<CreateWithdrawalInput> {
  return {
    origin: "api",
    userId: over.userId ?? (await till.user(usdt(50))),
    network: "USDT-TRC20",
    walletAddress: somewhere(),
    amount: usdt(50),
    callbackUrl: null,
    ...over,
  };
}
const create = (input: CreateWithdrawalInput, call?: IdempotentCall) =>
  createWithdrawal(till.context(), input, contracts, call);
async function pending() {
  await till.fund(usdt(50));
  return create(await order({ origin: "request" }));
}
const eventsOf = async (id: string) => {
  const rows = await till.worker.sql`
    select status, url, body from webhook_events where subject_id = ${id} order by created_at, id`;
  return rows.map((row) => ({
    status: String(row.status),
    url: row.url,
    data: JSON.parse(row.body).data,
  }));
};
const auditOf = async (id: string) =>
  (
    await till.worker
      .sql`select action from audit_log where subject_id = ${id} order by created_at, id`
  ).map((row) => row.action);
const balances = async () => [await till.balance("available"), await till.balance("held")];

describe("createWithdrawal", () => {
  it("by the API: approved at once, both sums held, nothing told yet", async () => {
    await till.fund(usdt(50));
    const before = await balances();
    const input = await order();
    const view = await create(input);
    expect(view).toEqual({
      withdrawalId: expect.any(String),
      transactionId: view.withdrawalId,
      userId: input.userId,
      status: "processing",
      transactionHash: null,
      amount: 50,
      fee: 2,
      netAmount: 48,
      currencyType: "USDT-TRC20",
      walletAddress: input.walletAddress,
      createdAt: expect.any(String),
      completedAt: null,
    });
    expect(await till.row(view.withdrawalId)).toMatchObject({
      state: "approved",
      origin: "api",
      type: "withdrawal",
      approvedAt: expect.any(Date),
      netUnits: usdt(48),
      holdUnits: usdt(50),
      figureUnits: usdt(50),
      revision: 0,
    });
    const [available = 0n, held = 0n] = before;
    expect(await balances()).toEqual([available - usdt(50), held + usdt(50)]);
    expect(await till.figure(input.userId)).toBe(0n);
    expect(await till.figure(input.userId, "user_held")).toBe(usdt(50));
    expect(await eventsOf(view.withdrawalId)).toEqual([]);
    expect(await auditOf(view.withdrawalId)).toEqual(["withdrawal.created"]);
  });

  it("a fee that the merchant pays comes on top, for the merchant alone", async () => {
    await till.set({ withdrawal_fee_payer: "merchant" });
    await till.fund(usdt(52));
    const [available = 0n, held = 0n] = await balances();
    const input = await order();
    const view = await create(input);
    expect(view).toMatchObject({ amount: 50, fee: 0, netAmount: 50 });
    expect(await balances()).toEqual([available - usdt(52), held + usdt(52)]);
    expect(await till.figure(input.userId, "user_held")).toBe(usdt(50));
  });

  it("asked for by a user: pending and told so, at the withdrawal's own URL", async () => {
    await till.fund(usdt(50));
    const callbackUrl = "https://shop.example/withdrawals";
    const view = await create(await order({ origin: "request", callbackUrl }));
    expect(view.status).toBe("pending");
    expect(await eventsOf(view.withdrawalId)).toEqual([
      {
        status: "pending",
        url: callbackUrl,
        data: expect.objectContaining({
          type: "withdrawal",
          status: "pending",
          amount: 50,
          fee: 2,
          netAmount: 48,
          actualBalance: 0,
        }),
      },
    ]);
  });

  it.each([
    ["request", { auto_withdraw: true, max_auto_withdraw_units: "50000000" }, "processing"],
    ["request", { auto_withdraw: true, max_auto_withdraw_units: "49999999" }, "pending"],
    ["api", { apply_limits_to_api: true }, "pending"],
    [
      "api",
      { apply_limits_to_api: true, auto_withdraw: true, max_auto_withdraw_units: "50000000" },
      "processing",
    ],
    ["api", { auto_withdraw: true, max_auto_withdraw_units: "1" }, "processing"],
  ] as const)("by %s with %j: %s", async (origin, settings, status) => {
    await till.set(settings);
    await till.fund(usdt(50));
    const view = await create(await order({ origin }));
    expect(view.status).toBe(status);
    const told = (await eventsOf(view.withdrawalId)).map((event) => event.status);
    expect(told).toEqual(status === "pending" ? ["pending"] : []);
  });

  it("is refused in the contract's order, and leaves nothing behind", async () => {
    const poor = await till.user(usdt(1));
    const rich = await till.user(usdt(1_000_000));
    const nobody = `user-${newId()}`;
    const before = [await balances(), (await till.worker.sql`select 1 from withdrawals`).length];
    const zero = "T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb";
    const cases = [
      [{ userId: nobody, walletAddress: "x" }, "Invalid wallet address format"],
      [{ userId: nobody, walletAddress: pooled() }, "Destination address is not allowed"],
      [{ userId: nobody, walletAddress: CONTRACT }, "Destination address is not allowed"],
      [{ userId: nobody, walletAddress: zero }, "Destination address is not allowed"],
      [{ userId: nobody, amount: usdt(2) }, "Wallet not found for the specified userId"],
      [{ userId: poor, amount: usdt(2) }, "Amount must be greater than the withdrawal fee"],
      [{ userId: poor, amount: usdt(1_000_000) }, "Insufficient user wallet balance"],
      [{ userId: poor, network: "USDT-ERC20" }, "Invalid wallet address format"],
      [
        { userId: poor, network: "USDT-ERC20", walletAddress: somewhere("USDT-ERC20") },
        "Insufficient user wallet balance",
      ],
      [{ userId: rich, amount: usdt(1_000_000) }, "Insufficient merchant balance"],
    ] as const;
    for (const [over, publicMessage] of cases) {
      const refused = create(await order(over));
      await expect(refused, JSON.stringify(publicMessage)).rejects.toMatchObject({ publicMessage });
    }
    expect([await balances(), (await till.worker.sql`select 1 from withdrawals`).length]).toEqual(
      before,
    );
    expect(await till.figure(rich)).toBe(usdt(1_000_000));
  });

  it("the user's wallet of another merchant is nobody's, and so is the money", async () => {
    const theirs = await till.user(usdt(50), "USDT-TRC20", 1);
    await expect(create(await order({ userId: theirs }))).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it("without the permission nothing is looked up", async () => {
    const ctx = till.context(without("withdrawals:create"));
    const refused = createWithdrawal(ctx, await order({ walletAddress: "x" }), contracts);
    await expect(refused).rejects.toMatchObject({ code: "scope_missing" });
  });

  it("twenty at once on a user's figure for seven: exactly seven", async () => {
    await till.fund(usdt(1_000));
    const userId = await till.user(usdt(70));
    const input = await order({ userId, amount: usdt(10) });
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => create(input)));
    expect(fulfilled(results)).toBe(7);
    expect(new Set(codes(results))).toEqual(new Set(["insufficient_balance"]));
    expect(await till.figure(userId)).toBe(0n);
    expect(await till.figure(userId, "user_held")).toBe(usdt(70));
  });

  it("twenty users at once on a merchant's balance for seven: exactly seven", async () => {
    const network = "USDT-ERC20";
    await till.fund(usdt(70), network);
    const inputs = await Promise.all(
      Array.from({ length: 20 }, async () =>
        order({
          userId: await till.user(usdt(10), network),
          network,
          amount: usdt(10),
          walletAddress: somewhere(network),
        }),
      ),
    );
    const results = await Promise.allSettled(inputs.map((input) => create(input)));
    expect(fulfilled(results)).toBe(7);
    const reasons = results.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
    expect(new Set(reasons.map((reason) => reason.publicMessage))).toEqual(
      new Set(["Insufficient merchant balance"]),
    );
    expect(await till.balance("available", network)).toBe(0n);
    expect(await till.balance("held", network)).toBe(usdt(70));
  });

  it("the same Idempotency-Key a hundred times at once: one withdrawal", async () => {
    await till.fund(usdt(1_000));
    const userId = await till.user(usdt(1_000));
    const input = await order({ userId, amount: usdt(10) });
    const call = callOf(newId());
    const results = await Promise.allSettled(
      Array.from({ length: 100 }, () => create(input, call)),
    );
    expect(fulfilled(results)).toBe(1);
    expect(new Set(codes(results))).toEqual(new Set(["request_in_progress"]));
    expect(await till.figure(userId, "user_held")).toBe(usdt(10));
    const rows = await till.worker.sql`select 1 from withdrawals where user_id = ${userId}`;
    expect(rows.length).toBe(1);
  });
});

describe("a key's daily cap", () => {
  it("counts what goes out, not what waits or fails", async () => {
    const keyId = newId();
    await till.worker.sql`
      insert into api_keys (merchant_id, id, key_hash, secret_hash, prefix, created_at)
      values (${till.merchants[0]}, ${keyId}, ${Buffer.from(keyId)}, ${Buffer.from("x")}, 'tg_test_', now())`;
    const spending = { keyId, withSecret: false, cap: usdt(100) };
    const ctx = till.context(TILL_RIGHTS, { spending });
    await till.fund(usdt(1_000));
    const userId = await till.user(usdt(1_000));
    const ask = async (over: Partial<CreateWithdrawalInput>) =>
      createWithdrawal(ctx, await order({ userId, amount: usdt(40), ...over }), contracts);
    await ask({});
    const waits = await ask({ origin: "request" });
    const broke = ask({ userId: await till.user(usdt(1)) });
    await expect(broke).rejects.toMatchObject({ code: "insufficient_balance" });
    await ask({});
    await expect(ask({})).rejects.toMatchObject({
      code: "daily_limit_reached",
      publicMessage: "Daily limit of this API key reached",
    });
    const approve = approveWithdrawal(ctx, waits);
    await expect(approve).rejects.toMatchObject({ code: "daily_limit_reached" });
    expect((await getWithdrawal(ctx, waits.withdrawalId)).status).toBe("pending");
    await expect(approveWithdrawal(till.context(), waits)).resolves.toMatchObject({
      status: "processing",
    });
  });
});

describe("approveWithdrawal and rejectWithdrawal", () => {
  it("approve: it goes out from what it holds, and nothing is told yet", async () => {
    const made = await pending();
    const before = await balances();
    const view = await approveWithdrawal(till.context(), made);
    expect(view).toMatchObject({ withdrawalId: made.withdrawalId, status: "processing" });
    expect(await balances()).toEqual(before);
    expect((await till.row(made.withdrawalId)).approvedAt).toBeInstanceOf(Date);
    expect((await eventsOf(made.withdrawalId)).map((event) => event.status)).toEqual(["pending"]);
    expect(await auditOf(made.withdrawalId)).toEqual(["withdrawal.created", "withdrawal.approved"]);
  });

  it("reject: both sums are given back, once, and it is told with the remarks", async () => {
    const made = await pending();
    const [available = 0n, held = 0n] = await balances();
    const input = { withdrawalId: made.withdrawalId, remarks: "Not today" };
    const view = await rejectWithdrawal(till.context(), input);
    expect(view).toMatchObject({ status: "rejected", remarks: "Not today", completedAt: null });
    expect(await balances()).toEqual([available + usdt(50), held - usdt(50)]);
    expect(await till.figure(String(made.userId))).toBe(usdt(50));
    expect((await eventsOf(made.withdrawalId)).map((event) => event.status)).toEqual([
      "pending",
      "rejected",
    ]);
    expect(await getPayout(till.context(), { id: made.withdrawalId })).toMatchObject({
      status: "rejected",
      remarks: "Not today",
      processedAt: expect.any(String),
    });
    await expect(rejectWithdrawal(till.context(), input)).rejects.toMatchObject({
      code: "invalid_state",
      publicMessage: "Only pending withdrawals can be rejected",
    });
    await expect(approveWithdrawal(till.context(), input)).rejects.toMatchObject({
      code: "invalid_state",
      publicMessage: "Only pending withdrawals can be approved",
    });
  });

  it("against each other two hundred times: exactly one takes effect, and the books say which", async () => {
    await till.fund(usdt(2_000));
    const userId = await till.user(usdt(2_000));
    const [available = 0n, held = 0n] = await balances();
    let rejected = 0n;
    for (let round = 0; round < 10; round += 1) {
      const made = await Promise.all(
        Array.from({ length: 20 }, async () =>
          create(await order({ origin: "request", userId, amount: usdt(10) })),
        ),
      );
      const outcomes = await Promise.all(
        made.map(({ withdrawalId }, i) => {
          const approve = () => approveWithdrawal(till.context(), { withdrawalId });
          const reject = () => rejectWithdrawal(till.context(), { withdrawalId, remarks: null });
          const both = i % 2 === 0 ? [approve(), reject()] : [reject(), approve()];
          return Promise.allSettled(both);
        }),
      );
      for (const [i, results] of outcomes.entries()) {
        expect(fulfilled(results)).toBe(1);
        expect(codes(results)).toEqual(["invalid_state"]);
        const { state, revision } = await till.row(String(made[i]?.withdrawalId));
        expect(revision).toBe(1);
        if (state === "rejected") rejected += 1n;
        else expect(state).toBe("approved");
      }
    }
    const out = units((200n - rejected) * 10_000_000n);
    expect(await balances()).toEqual([available - out, held + out]);
    expect(await till.figure(userId, "user_held")).toBe(out);
    expect(await till.figure(userId)).toBe(usdt(2_000) - out);
  }, 180_000);

  it("another merchant's, an unknown and a malformed id are not found alike", async () => {
    const { withdrawalId } = await pending();
    const missing = { code: "not_found", publicMessage: "Withdrawal not found" };
    const stranger = till.context(TILL_RIGHTS, { merchant: 1 });
    for (const id of [withdrawalId, newId(), "not an id", ""]) {
      const input = { withdrawalId: id, remarks: null };
      await expect(approveWithdrawal(stranger, input), id).rejects.toMatchObject(missing);
      await expect(rejectWithdrawal(stranger, input), id).rejects.toMatchObject(missing);
      await expect(getWithdrawal(stranger, id), id).rejects.toMatchObject(missing);
    }
    expect((await till.row(withdrawalId)).state).toBe("pending");
  });

  it("without the permission nothing happens", async () => {
    const { withdrawalId } = await pending();
    const ctx = till.context(without("withdrawals:approve"));
    for (const id of [withdrawalId, newId()]) {
      const input = { withdrawalId: id, remarks: null };
      await expect(approveWithdrawal(ctx, input)).rejects.toMatchObject({ code: "scope_missing" });
      await expect(rejectWithdrawal(ctx, input)).rejects.toMatchObject({ code: "scope_missing" });
    }
    expect((await till.row(withdrawalId)).state).toBe("pending");
  });

  it("the same Idempotency-Key at once: one takes effect, the others are told to wait", async () => {
    const made = await pending();
    const call = callOf(newId());
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, () => approveWithdrawal(till.context(), made, call)),
    );
    expect(fulfilled(results)).toBe(1);
    expect(new Set(codes(results))).toEqual(new Set(["request_in_progress"]));
  });
});

describe("waitForWithdrawal", () => {
  const hash = "ab".repeat(32);
  async function underWay() {
    await till.fund(usdt(50));
    return create(await order());
  }

  it("answers as soon as it is in a block", async () => {
    const made = await underWay();
    const waiting = waitForWithdrawal(till.context(), made, 30_000);
    await till.write(made.withdrawalId, { state: "sent", tx_hash: hash });
    await till.write(made.withdrawalId, { state: "included", completed_at: new Date() });
    expect(await waiting).toMatchObject({
      status: "completed",
      transactionHash: hash,
      completedAt: expect.any(String),
    });
  });

  it("answers a failure with its reason", async () => {
    const made = await underWay();
    const waiting = waitForWithdrawal(till.context(), made, 30_000);
    await till.write(made.withdrawalId, { state: "failed", reason: "reverted" });
    expect(await waiting).toMatchObject({ status: "failed", reason: "reverted" });
  });

  it("is over after its time, with the hash as soon as there is one", async () => {
    const made = await underWay();
    await till.write(made.withdrawalId, { state: "sent", tx_hash: hash });
    const begun = performance.now();
    const view = await waitForWithdrawal(till.context(), made, 300);
    expect(view).toMatchObject({ status: "processing", transactionHash: hash });
    expect(performance.now() - begun).toBeGreaterThanOrEqual(295);
    expect(await waitForWithdrawal(till.context(), made, 0)).toBe(made);
  });

  it("ends when the caller is gone, and does not begin when nothing is under way", async () => {
    const made = await underWay();
    const gone = new AbortController();
    const waiting = waitForWithdrawal(till.context(), made, 60_000, gone.signal);
    gone.abort();
    expect(await waiting).toMatchObject({ status: "processing" });
    const queued = await pending();
    expect(await waitForWithdrawal(till.context(), queued, 60_000)).toBe(queued);
  });

  it("never takes a database that is away for a failed withdrawal", async () => {
    const made = await underWay();
    const ctx = till.context();
    const broken = new Proxy(ctx.db, {
      get: () => {
        throw new Error("away");
      },
    });
    expect(await waitForWithdrawal({ ...ctx, db: broken }, made, 300)).toBe(made);
  });

  it("needs a permission that has to do with withdrawals", async () => {
    const made = await underWay();
    const read = (permission: string) =>
      getWithdrawal(
        till.context(TILL_RIGHTS.filter((one) => one === permission)),
        made.withdrawalId,
      );
    for (const one of ["withdrawals:read", "withdrawals:create", "withdrawals:approve"]) {
      expect((await read(one)).withdrawalId).toBe(made.withdrawalId);
    }
    await expect(read("payouts:create")).rejects.toMatchObject({ code: "scope_missing" });
  });
});

describe("createPayout", () => {
  const payout = () => ({ network: "USDT-TRC20", walletAddress: somewhere() }) as const;

  it("is approved at once, for the same fee, and touches no user's figure", async () => {
    await till.fund(usdt(50));
    const [available = 0n, held = 0n] = await balances();
    const input = { ...payout(), amount: usdt(50), description: "To the cold wallet" };
    const record = await createPayout(till.context(), input, contracts);
    expect(record).toMatchObject({
      type: "payout",
      status: "processing",
      amount: 50,
      fee: 2,
      netAmount: 48,
      userId: null,
      description: "To the cold wallet",
    });
    expect(await balances()).toEqual([available - usdt(50), held + usdt(50)]);
    expect(await till.row(record.id)).toMatchObject({ state: "approved", figureUnits: 0n });
    expect(await getPayout(till.context(), { id: record.id })).toEqual(record);
    const missing = { code: "not_found", publicMessage: "Withdrawal not found" };
    await expect(
      approveWithdrawal(till.context(), { withdrawalId: record.id }),
    ).rejects.toMatchObject(missing);
  });

  it("is refused by the same rules", async () => {
    const ask = (over: Partial<Parameters<typeof createPayout>[1]>, rights = TILL_RIGHTS) =>
      createPayout(
        till.context(rights),
        { ...payout(), amount: usdt(50_000_000), ...over },
        contracts,
      );
    const cases = [
      [{ walletAddress: "x" }, "Invalid wallet address format"],
      [{ walletAddress: pooled() }, "Destination address is not allowed"],
      [{ amount: usdt(2) }, "Amount must be greater than the withdrawal fee"],
      [{}, "Insufficient merchant balance"],
    ] as const;
    for (const [over, publicMessage] of cases) {
      await expect(ask(over)).rejects.toMatchObject({ publicMessage });
    }
    const refused = ask({ walletAddress: "x" }, without("payouts:create"));
    await expect(refused).rejects.toMatchObject({ code: "scope_missing" });
  });
});

describe("what can be read", () => {
  const list = (over: Partial<Parameters<typeof listWithdrawals>[1]> = {}, merchant: 0 | 1 = 1) =>
    listWithdrawals(till.context(TILL_RIGHTS, { merchant }), { page: 1, limit: 20, ...over });

  it("lists users' withdrawals, newest first, by status, by page and by cursor", async () => {
    const network = "USDT-TRC20";
    expect((await list()).docs).toEqual([]);
    await till.fund(usdt(1_000), network, 1);
    const userId = await till.user(usdt(1_000), network, 1);
    const ctx = till.context(TILL_RIGHTS, { merchant: 1 });
    const ids: string[] = [];
    for (let i = 0; i < 7; i += 1) {
      const input = await order({ userId, amount: usdt(10), origin: i < 2 ? "request" : "api" });
      ids.unshift((await createWithdrawal(ctx, input, contracts)).withdrawalId);
    }
    const payout = await createPayout(
      ctx,
      { network, walletAddress: somewhere(), amount: usdt(10) },
      contracts,
    );
    const [sent = "", included = "", settled = ""] = ids;
    await till.write(sent, { state: "sent" });
    await till.write(included, { state: "included", processed_at: new Date() });
    await till.write(settled, { state: "settled", processed_at: new Date() });
    const found = async (over: Parameters<typeof list>[0]) =>
      (await list(over)).docs.map((doc) => doc.id);
    expect(await found({})).toEqual(ids);
    expect(await found({ status: "pending" })).toEqual(ids.slice(5));
    expect(await found({ status: "completed" })).toEqual([included, settled]);
    expect(await found({ status: "processing" })).toEqual([sent, ...ids.slice(3, 5)]);
    expect(await found({ status: "rejected" })).toEqual([]);
    const first = await list({ limit: 3 });
    expect(first).toMatchObject({ totalDocs: 7, totalPages: 3, hasNextPage: true });
    expect(first.docs[1]).toMatchObject({
      withdrawalId: included,
      userId,
      remarks: null,
      processedAt: expect.any(String),
    });
    const second = await list({ limit: 3, cursor: String(first.nextCursor) });
    expect(second.docs).toEqual((await list({ limit: 3, page: 2 })).docs);
    const third = await list({ limit: 3, cursor: String(second.nextCursor) });
    expect([...first.docs, ...second.docs, ...third.docs].map((doc) => doc.id)).toEqual(ids);
    expect([third.hasNextPage, third.nextCursor]).toEqual([false, null]);
    expect((await list({}, 0)).docs.every((doc) => doc.userId !== userId)).toBe(true);
    expect((await getPayout(ctx, { id: payout.id })).type).toBe("payout");
  });

  it("reads any withdrawal or payout, and neither another merchant's nor the operator's fees", async () => {
    const { withdrawalId } = await pending();
    await till.worker.sql`
      insert into withdrawals (merchant_id, id, type, origin, network, to_address, wallet_address, amount_units,
        fee_units, net_units, hold_units, figure_units, fee_payer, state, period, created_at)
      values (${till.merchants[0]}, ${newId()}, 'fee_settlement', 'operator', 'USDT-TRC20', ${"ab".repeat(20)},
        'T', 10, 0, 10, 0, 0, 'user', 'approved', '2026-01-03', now())`;
    const [fees] = await till.worker.sql`select id from withdrawals where type = 'fee_settlement'`;
    const missing = { code: "not_found", publicMessage: "Payout not found" };
    const stranger = till.context(TILL_RIGHTS, { merchant: 1 });
    await expect(getPayout(stranger, { id: withdrawalId })).rejects.toMatchObject(missing);
    for (const id of [String(fees?.id), newId(), "x"]) {
      await expect(getPayout(till.context(), { id })).rejects.toMatchObject(missing);
    }
    const reader = till.context(without("withdrawals:read"));
    const denied = { code: "scope_missing" };
    await expect(getPayout(reader, { id: withdrawalId })).rejects.toMatchObject(denied);
    await expect(listWithdrawals(reader, { page: 1, limit: 1 })).rejects.toMatchObject(denied);
    await expect(getMerchantDetails(reader)).rejects.toMatchObject(denied);
  });

  it("says what is available and what is held", async () => {
    const before = await getMerchantDetails(till.context());
    await till.fund(usdt(20), "USDT-ERC20");
    await pending();
    const after = await getMerchantDetails(till.context());
    expect(after.totalAmt - before.totalAmt).toBe(20);
    expect(after.pendingAmt - before.pendingAmt).toBe(50);
    expect(after.balances.map((one) => one.currencyType)).toEqual(["USDT-ERC20", "USDT-TRC20"]);
    expect(after.balances[1]).toEqual({
      currencyType: "USDT-TRC20",
      totalAmt: before.balances[1]?.totalAmt,
      pendingAmt: Number(before.balances[1]?.pendingAmt) + 50,
      walletAddress: null,
    });
    expect(after._id).toBe(after.clientId);
  });
});
