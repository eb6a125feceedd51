import { describe, expect, it } from "vitest";
import { newId } from "@/lib/kit";
import {
  approveWithdrawal,
  type CreateWithdrawalInput,
  createWithdrawal,
  getWithdrawal,
} from "@/lib/payouts";
import { pooled, somewhere, TILL_RIGHTS } from "../support/till";
import { CONTRACT, contracts, setUpTill, usdt, without } from "../support/till-orders";

const at = setUpTill();
const { order, create, eventsOf, auditOf, balances } = at;

describe("createWithdrawal", () => {
  it("by the API: approved at once, both sums held, nothing told yet", async () => {
    await at.till.fund(usdt(50));
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
    expect(await at.till.row(view.withdrawalId)).toMatchObject({
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
    expect(await at.till.figure(input.userId)).toBe(0n);
    expect(await at.till.figure(input.userId, "user_held")).toBe(usdt(50));
    expect(await eventsOf(view.withdrawalId)).toEqual([]);
    expect(await auditOf(view.withdrawalId)).toEqual(["withdrawal.created"]);
  });

  it("a fee that the merchant pays comes on top, for the merchant alone", async () => {
    await at.till.set({ withdrawal_fee_payer: "merchant" });
    await at.till.fund(usdt(52));
    const [available = 0n, held = 0n] = await balances();
    const input = await order();
    const view = await create(input);
    expect(view).toMatchObject({ amount: 50, fee: 0, netAmount: 50 });
    expect(await balances()).toEqual([available - usdt(52), held + usdt(52)]);
    expect(await at.till.figure(input.userId, "user_held")).toBe(usdt(50));
  });

  it("asked for by a user: pending and told so, at the withdrawal's own URL", async () => {
    await at.till.fund(usdt(50));
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
    await at.till.set(settings);
    await at.till.fund(usdt(50));
    const view = await create(await order({ origin }));
    expect(view.status).toBe(status);
    const told = (await eventsOf(view.withdrawalId)).map((event) => event.status);
    expect(told).toEqual(status === "pending" ? ["pending"] : []);
  });

  it("is refused in the contract's order, and leaves nothing behind", async () => {
    const poor = await at.till.user(usdt(1));
    const rich = await at.till.user(usdt(1_000_000));
    const nobody = `user-${newId()}`;
    const before = [await balances(), (await at.till.worker.sql`select 1 from withdrawals`).length];
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
    expect([
      await balances(),
      (await at.till.worker.sql`select 1 from withdrawals`).length,
    ]).toEqual(before);
    expect(await at.till.figure(rich)).toBe(usdt(1_000_000));
  });

  it("the user's wallet of another merchant is nobody's, and so is the money", async () => {
    const theirs = await at.till.user(usdt(50), "USDT-TRC20", 1);
    await expect(create(await order({ userId: theirs }))).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it("without the permission nothing is looked up", async () => {
    const ctx = at.till.context(without("withdrawals:create"));
    const refused = createWithdrawal(ctx, await order({ walletAddress: "x" }), contracts);
    await expect(refused).rejects.toMatchObject({ code: "scope_missing" });
  });
});

describe("a key's daily cap", () => {
  it("counts what goes out, not what waits or fails", async () => {
    const keyId = newId();
    await at.till.worker.sql`
      insert into api_keys (merchant_id, id, key_hash, secret_hash, prefix, created_at)
      values (${at.till.merchants[0]}, ${keyId}, ${Buffer.from(keyId)}, ${Buffer.from("x")}, 'tg_test_', now())`;
    const spending = { keyId, withSecret: false, cap: usdt(100) };
    const ctx = at.till.context(TILL_RIGHTS, { spending });
    await at.till.fund(usdt(1_000));
    const userId = await at.till.user(usdt(1_000));
    const ask = async (over: Partial<CreateWithdrawalInput>) =>
      createWithdrawal(ctx, await order({ userId, amount: usdt(40), ...over }), contracts);
    await ask({});
    const waits = await ask({ origin: "request" });
    const broke = ask({ userId: await at.till.user(usdt(1)) });
    await expect(broke).rejects.toMatchObject({ code: "insufficient_balance" });
    await ask({});
    await expect(ask({})).rejects.toMatchObject({
      code: "daily_limit_reached",
      publicMessage: "Daily limit of this API key reached",
    });
    const approve = approveWithdrawal(ctx, waits);
    await expect(approve).rejects.toMatchObject({ code: "daily_limit_reached" });
    expect((await getWithdrawal(ctx, waits.withdrawalId)).status).toBe("pending");
    await expect(approveWithdrawal(at.till.context(), waits)).resolves.toMatchObject({
      status: "processing",
    });
  });
});
