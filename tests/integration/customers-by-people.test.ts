import { beforeAll, describe, expect, it } from "vitest";
import {
  type AdjustFigureInput,
  adjustFigure,
  adjustmentSubject,
  FIGURE_ADJUST,
  getCustomer,
  getWalletBalance,
  listCustomers,
  listMovements,
  pauseCustomer,
  resumeCustomer,
  updateBalance,
} from "@/lib/customers";
import { newId } from "@/lib/kit";
import { checkInvariants } from "@/lib/ledger";
import { createWithdrawal, rejectWithdrawal } from "@/lib/payouts";
import { DECIDER_RIGHTS, type Decider, decider } from "../support/deciders";
import { addPerson, isSpent } from "../support/persons";
import { codes, contracts, fulfilled, setUpTill, usdt } from "../support/till-orders";

const at = setUpTill();
let ada: Decider;
beforeAll(async () => {
  ada = decider(at.till, await addPerson(at.till.worker, at.till.merchants[0], "finance"));
});

const MISSING = { code: "not_found", publicMessage: "Wallet not found for the specified userId" };
const input = (userId: string, over: Partial<AdjustFigureInput> = {}): AdjustFigureInput => ({
  userId,
  network: "USDT-TRC20",
  amount: 5_000_000n,
  reason: "Goodwill for case 12",
  reference: "case-12",
  key: newId(),
  ...over,
});
const armed = (of: AdjustFigureInput) => ada.armed(FIGURE_ADJUST, adjustmentSubject(of));
const adjust = async (of: AdjustFigureInput) => adjustFigure(await armed(of), of);

describe("D-46: adjustFigure", () => {
  it("moves the figure up and down, with a reason, and tells nobody", async () => {
    const userId = await at.till.user(usdt(50));
    const up = await adjust(input(userId, { reason: " Goodwill for case 12 " }));
    expect(up).toMatchObject({
      userId,
      amount: 5_000_000n,
      reason: "Goodwill for case 12",
      reference: "case-12",
      figure: usdt(55),
    });
    const down = await adjust(input(userId, { amount: -usdt(55), reference: " " }));
    expect(down).toMatchObject({ amount: -usdt(55), reference: null, figure: 0n });
    expect((await getWalletBalance(ada.ctx(), { userId })).totalBalance).toBe(0);
    const short = {
      code: "insufficient_balance",
      publicMessage: "Insufficient user wallet balance",
    };
    const of = input(userId, { amount: -1n });
    const ctx = await armed(of);
    await expect(adjustFigure(ctx, of)).rejects.toMatchObject(short);
    expect(await isSpent(at.till.worker, String(ctx.stepUp))).toBe(false);
    const { movements } = await listMovements(ada.ctx(), { userId });
    expect(movements.map((one) => [one.kind, one.amount, one.adjustment?.by ?? null])).toEqual([
      ["corrected", -usdt(55), ada.person.name],
      ["corrected", 5_000_000n, ada.person.name],
      ["other", usdt(50), null],
    ]);
    expect(movements[1]).toMatchObject({
      id: expect.any(String),
      network: "USDT-TRC20",
      recordId: null,
      adjustment: { reason: "Goodwill for case 12", reference: "case-12" },
    });
    const told = await at.till.worker.sql`
      select 1 from webhook_events where body like ${`%${userId}%`}`;
    expect(told).toHaveLength(0);
    const log = await at.till.worker.sql`
      select actor, data from audit_log where action = 'customer.figure_adjusted' order by id limit 1`;
    expect(log[0]).toMatchObject({
      actor: `user:${ada.person.id}`,
      data: { adjustment: up.id, amount: "5", reason: "Goodwill for case 12" },
    });
  });

  it("by a code for exactly this; the same key answers the same, also at once", async () => {
    const userId = await at.till.user(usdt(50));
    const of = input(userId);
    const denied = { code: "step_up_required" };
    await expect(adjustFigure(ada.ctx(), of)).rejects.toMatchObject(denied);
    for (const over of [
      { amount: 6_000_000n },
      { reason: "Other" },
      { network: "USDT-ERC20" as const },
      { key: newId() },
    ]) {
      const ctx = await armed({ ...of, ...over });
      await expect(adjustFigure(ctx, of)).rejects.toMatchObject(denied);
    }
    const ctx = await armed(of);
    const made = await Promise.all(Array.from({ length: 30 }, () => adjustFigure(ctx, of)));
    expect(new Set(made.map((one) => one.id)).size).toBe(1);
    expect(await at.till.figure(userId)).toBe(usdt(55));
    expect(await adjustFigure(ada.ctx(), of)).toEqual(made[0]);
    const other = { ...of, amount: 1n };
    await expect(adjustFigure(ada.ctx(), other)).rejects.toMatchObject({
      code: "idempotency_key_reused",
    });
    await expect(adjustFigure(ctx, input(userId)), "spent").rejects.toMatchObject(denied);
  });

  it("many at once never take it below zero", async () => {
    const userId = await at.till.user(usdt(50));
    const inputs = Array.from({ length: 20 }, () => input(userId, { amount: -usdt(7) }));
    const results = await Promise.allSettled(inputs.map(adjust));
    expect(fulfilled(results)).toBe(7);
    expect(new Set(codes(results))).toEqual(new Set(["insufficient_balance"]));
    expect(await at.till.figure(userId)).toBe(usdt(1));
  });

  it("takes the permission, a person and one of the merchant's users", async () => {
    const userId = await at.till.user(usdt(50));
    const of = input(userId);
    const { stepUp } = await armed(of);
    const denied = { code: "scope_missing" };
    const permissions = DECIDER_RIGHTS.filter((one) => one !== "figures:adjust");
    await expect(adjustFigure(ada.ctx({ permissions, stepUp }), of)).rejects.toMatchObject(denied);
    const key = at.till.context(["figures:adjust"]);
    await expect(adjustFigure(key, of)).rejects.toMatchObject(denied);
    const there = ada.ctx({ merchant: 1, stepUp });
    await expect(adjustFigure(there, of)).rejects.toMatchObject(MISSING);
    await expect(adjust(input("nobody"))).rejects.toMatchObject(MISSING);
    const wrong: readonly [Partial<AdjustFigureInput>, string][] = [
      [{ amount: 0n }, "amount"],
      [{ amount: usdt(1_000_000_001) }, "amount"],
      [{ reason: "  " }, "reason"],
      [{ reason: "x".repeat(501) }, "reason"],
      [{ reference: "x".repeat(256) }, "reference"],
      [{ key: "" }, "key"],
    ];
    for (const [over, path] of wrong) {
      const refusal = { code: "validation_failed", details: [{ path }] };
      await expect(adjust(input(userId, over))).rejects.toMatchObject(refusal);
    }
    expect(await at.till.figure(userId)).toBe(usdt(50));
  });

  it("nobody corrects in another's name, whatever the web process writes", async () => {
    const userId = await at.till.user(usdt(50));
    const forged = at.till.web.sql.begin(async (sql) => {
      await sql`select set_config('app.merchant', ${at.till.merchants[0]}, true)`;
      await sql`select set_config('app.user', ${newId()}, true)`;
      await sql`insert into figure_adjustments (merchant_id, id, customer_id, network, amount_units, reason, made_by, created_at)
        values (${at.till.merchants[0]}, ${newId()}, ${userId.slice(5)}, 'USDT-TRC20', 1, 'x', ${ada.person.id}, now())`;
    });
    await expect(forged).rejects.toMatchObject({ code: "42501" });
  });
});

describe("listMovements", () => {
  it("tells what every change came of, a page at a time", async () => {
    const userId = await at.till.user(usdt(50));
    const { wallets } = await getCustomer(ada.ctx(), { userId });
    const walletAddress = String(wallets[1]?.address);
    const key = at.till.context(["figures:write", "withdrawals:create"]);
    const credit = { userId, walletAddress, amount: usdt(3), transactionHash: "bank-1" };
    await updateBalance(key, credit);
    await at.till.fund(usdt(20));
    const order = await at.order({ userId, amount: usdt(20), origin: "request" });
    const { withdrawalId } = await createWithdrawal(key, order, contracts);
    await rejectWithdrawal(ada.ctx(), { withdrawalId, remarks: "No" });
    const all = await listMovements(ada.ctx(), { userId });
    expect(all.nextCursor).toBeNull();
    expect(all.movements.map(({ kind, amount, recordId }) => [kind, amount, recordId])).toEqual([
      ["withdrawal_returned", usdt(20), withdrawalId],
      ["withdrawal_held", -usdt(20), withdrawalId],
      ["credited_by_hand", usdt(3), null],
      ["other", usdt(50), null],
    ]);
    expect(all.movements[2]?.transactionHash).toBe("bank-1");
    const first = await listMovements(ada.ctx(), { userId, limit: 3 });
    const rest = await listMovements(ada.ctx(), { userId, limit: 3 }, first.nextCursor);
    expect([...first.movements, ...rest.movements]).toEqual(all.movements);
    const bad = listMovements(ada.ctx(), { userId }, "x");
    await expect(bad).rejects.toMatchObject({ code: "validation_failed" });
    const there = listMovements(ada.ctx({ merchant: 1 }), { userId });
    await expect(there).rejects.toMatchObject(MISSING);
    const nobody = ada.ctx({ permissions: [] });
    await expect(listMovements(nobody, { userId })).rejects.toMatchObject({
      code: "scope_missing",
    });
  });
});

describe("listCustomers and getCustomer", () => {
  it("find users by id, e-mail or address, by status, page by page", async () => {
    const there = decider(at.till, await addPerson(at.till.worker, at.till.merchants[1]));
    const ctx = there.ctx({ merchant: 1 });
    const ids: string[] = [];
    for (let i = 0; i < 5; i += 1) ids.unshift(await at.till.user(usdt(i), "USDT-TRC20", 1));
    const found = async (filter: Parameters<typeof listCustomers>[1]) =>
      (await listCustomers(ctx, filter)).customers.map((one) => one.userId);
    expect(await found({})).toEqual(ids);
    const first = await listCustomers(ctx, { limit: 3 });
    const rest = await listCustomers(ctx, { limit: 3 }, first.nextCursor);
    expect([...first.customers, ...rest.customers].map((one) => one.userId)).toEqual(ids);
    expect(rest.nextCursor).toBeNull();
    expect(first.customers[0]).toMatchObject({
      email: "alice@example.com",
      figure: usdt(4),
      held: 0n,
      active: true,
    });
    const [, second = ""] = ids;
    expect(await found({ search: ` ${second} ` })).toEqual([second]);
    expect(await found({ search: "Alice@Example.com" })).toEqual(ids);
    const { wallets } = await getCustomer(ctx, { userId: second });
    for (const { address } of wallets) expect(await found({ search: address })).toEqual([second]);
    const [erc] = wallets;
    expect(await found({ search: String(erc?.address).toLowerCase() })).toEqual([second]);
    expect(await found({ search: "nobody" })).toEqual([]);
    await pauseCustomer(ctx, { userId: second });
    expect(await found({ status: "paused" })).toEqual([second]);
    expect(await found({ status: "active" })).toEqual(ids.filter((id) => id !== second));
    expect(await found({ status: "active", search: second })).toEqual([]);
    const mine = await listCustomers(ada.ctx(), { search: second });
    expect(mine.customers, "another merchant's").toEqual([]);
  });

  it("show both addresses, figures, what came and what waits", async () => {
    const userId = await at.till.user(usdt(50));
    await at.till.fund(usdt(20));
    const order = await at.order({ userId, amount: usdt(20), origin: "request" });
    await createWithdrawal(at.till.context(), order, contracts);
    const shown = await getCustomer(ada.ctx(), { userId });
    expect(shown).toMatchObject({
      userId,
      active: true,
      figure: usdt(30),
      held: usdt(20),
      deposits: { count: 0, amount: 0n },
      waitingWithdrawals: 1,
      wallets: [
        { network: "USDT-ERC20", figure: 0n, held: 0n, lastDeposit: null },
        { network: "USDT-TRC20", figure: usdt(30), held: usdt(20), lastDeposit: null },
      ],
    });
    const denied = { code: "scope_missing" };
    const nobody = ada.ctx({ permissions: [] });
    await expect(getCustomer(nobody, { userId })).rejects.toMatchObject(denied);
    await expect(listCustomers(nobody)).rejects.toMatchObject(denied);
    await expect(getCustomer(ada.ctx({ merchant: 1 }), { userId })).rejects.toMatchObject(MISSING);
  });
});

describe("pauseCustomer and resumeCustomer", () => {
  it("once each, however often they are asked, and audited", async () => {
    const userId = await at.till.user(usdt(50));
    await Promise.all(Array.from({ length: 5 }, () => pauseCustomer(ada.ctx(), { userId })));
    expect((await getCustomer(ada.ctx(), { userId })).active).toBe(false);
    await resumeCustomer(ada.ctx(), { userId });
    await resumeCustomer(ada.ctx(), { userId });
    expect((await getCustomer(ada.ctx(), { userId })).active).toBe(true);
    expect(await at.auditOf(userId.slice(5))).toEqual(["customer.paused", "customer.resumed"]);
    const denied = { code: "scope_missing" };
    const reader = ada.ctx({ permissions: ["customers:read"] });
    for (const verb of [pauseCustomer, resumeCustomer]) {
      await expect(verb(reader, { userId })).rejects.toMatchObject(denied);
      await expect(verb(ada.ctx({ merchant: 1 }), { userId })).rejects.toMatchObject(MISSING);
      await expect(verb(ada.ctx(), { userId: "nobody" })).rejects.toMatchObject(MISSING);
    }
  });
});

describe("the books after all of this", () => {
  it("say of every correction what it moved", async () => {
    const rules = ["I1", "I2", "I3", "I13", "I19", "I25"];
    const broken = (await checkInvariants(at.till.worker)).map((breach) => breach.invariant);
    expect(broken.filter((id) => rules.includes(id))).toEqual([]);
  });
});
