import { describe, expect, it } from "vitest";
import { newId, units } from "@/lib/kit";
import { approveWithdrawal, rejectWithdrawal } from "@/lib/payouts";
import { somewhere } from "../support/till";
import { callOf, codes, fulfilled, setUpTill, usdt } from "../support/till-orders";

const at = setUpTill();
const { order, create, pending, balances } = at;

describe("createWithdrawal, many at once", () => {
  it("twenty at once on a user's figure for seven: exactly seven", async () => {
    await at.till.fund(usdt(1_000));
    const userId = await at.till.user(usdt(70));
    const input = await order({ userId, amount: usdt(10) });
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => create(input)));
    expect(fulfilled(results)).toBe(7);
    expect(new Set(codes(results))).toEqual(new Set(["insufficient_balance"]));
    expect(await at.till.figure(userId)).toBe(0n);
    expect(await at.till.figure(userId, "user_held")).toBe(usdt(70));
  });

  it("twenty users at once on a merchant's balance for seven: exactly seven", async () => {
    const network = "USDT-ERC20";
    await at.till.fund(usdt(70), network);
    const inputs = await Promise.all(
      Array.from({ length: 20 }, async () =>
        order({
          userId: await at.till.user(usdt(10), network),
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
    expect(await at.till.balance("available", network)).toBe(0n);
    expect(await at.till.balance("held", network)).toBe(usdt(70));
  });

  it("the same Idempotency-Key a hundred times at once: one withdrawal", async () => {
    await at.till.fund(usdt(1_000));
    const userId = await at.till.user(usdt(1_000));
    const input = await order({ userId, amount: usdt(10) });
    const call = callOf(newId());
    const results = await Promise.allSettled(
      Array.from({ length: 100 }, () => create(input, call)),
    );
    expect(fulfilled(results)).toBe(1);
    expect(new Set(codes(results))).toEqual(new Set(["request_in_progress"]));
    expect(await at.till.figure(userId, "user_held")).toBe(usdt(10));
    const rows = await at.till.worker.sql`select 1 from withdrawals where user_id = ${userId}`;
    expect(rows.length).toBe(1);
  });
});

describe("approveWithdrawal and rejectWithdrawal, many at once", () => {
  it("against each other two hundred times: exactly one takes effect, and the books say which", async () => {
    await at.till.fund(usdt(2_000));
    const userId = await at.till.user(usdt(2_000));
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
          const approve = () => approveWithdrawal(at.till.context(), { withdrawalId });
          const reject = () => rejectWithdrawal(at.till.context(), { withdrawalId, remarks: null });
          const both = i % 2 === 0 ? [approve(), reject()] : [reject(), approve()];
          return Promise.allSettled(both);
        }),
      );
      for (const [i, results] of outcomes.entries()) {
        expect(fulfilled(results)).toBe(1);
        expect(codes(results)).toEqual(["invalid_state"]);
        const { state, revision } = await at.till.row(String(made[i]?.withdrawalId));
        expect(revision).toBe(1);
        if (state === "rejected") rejected += 1n;
        else expect(state).toBe("approved");
      }
    }
    const out = units((200n - rejected) * 10_000_000n);
    expect(await balances()).toEqual([available - out, held + out]);
    expect(await at.till.figure(userId, "user_held")).toBe(out);
    expect(await at.till.figure(userId)).toBe(usdt(2_000) - out);
  }, 180_000);

  it("the same Idempotency-Key at once: one takes effect, the others are told to wait", async () => {
    const made = await pending();
    const call = callOf(newId());
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, () => approveWithdrawal(at.till.context(), made, call)),
    );
    expect(fulfilled(results)).toBe(1);
    expect(new Set(codes(results))).toEqual(new Set(["request_in_progress"]));
  });
});
