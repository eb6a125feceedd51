import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { newId, type Units } from "@/lib/kit";
import {
  approvalSubject,
  approveRequest,
  countPending,
  createWithdrawal,
  getRequestFacts,
  listRequests,
  previewAutoWithdraw,
  rejectWithdrawal,
  WITHDRAWAL_APPROVE,
} from "@/lib/payouts";
import { addRecipient, RECIPIENT_ADD, recipientSubject } from "@/lib/recipients";
import { type Decider, decider } from "../support/deciders";
import { addPerson } from "../support/persons";
import { somewhere } from "../support/till";
import { contracts, setUpTill, usdt } from "../support/till-orders";

const at = setUpTill();
let ada: Decider;
let ben: Decider;
beforeAll(async () => {
  const person = async () =>
    decider(at.till, await addPerson(at.till.worker, at.till.merchants[0], "finance"));
  [ada, ben] = [await person(), await person()];
});
beforeEach(async () => {
  await at.till.set({ four_eyes_units: null });
  // Each test has a queue of its own.
  for (const { id } of (await listRequests(ada.ctx(), { limit: 100 })).requests) {
    await rejectWithdrawal(ada.ctx(), { withdrawalId: id, remarks: "Over" });
  }
});

interface Asked {
  readonly userId?: string;
  readonly amount?: Units;
  readonly to?: string;
  /** So many hours before now. */
  readonly ago?: number;
}

async function ask(over: Asked = {}) {
  const amount = over.amount ?? usdt(50);
  await at.till.fund(amount);
  const input = await at.order({
    origin: "request",
    amount,
    userId: over.userId ?? (await at.till.user(usdt(500))),
    ...(over.to === undefined ? {} : { walletAddress: over.to }),
  });
  const now = () => new Date(Date.now() - (over.ago ?? 0) * 3_600_000);
  const ctx = { ...at.till.context(), now };
  const { withdrawalId } = await createWithdrawal(ctx, input, contracts);
  return { id: withdrawalId, ...input };
}

async function approve(who: Decider, id: string) {
  const subject = approvalSubject(await at.till.row(id));
  return approveRequest(await who.armed(WITHDRAWAL_APPROVE, subject), { withdrawalId: id });
}

async function hints(id: string) {
  const [only] = (await listRequests(ada.ctx(), { search: id })).requests;
  return only?.hints;
}

const facts = (id: string, who = ada) => getRequestFacts(who.ctx(), { withdrawalId: id });

describe("listRequests and countPending", () => {
  it("D-20: the oldest first or the newest, page by page, by every filter, and how many", async () => {
    expect(await countPending(ada.ctx())).toEqual({ count: 0, oldest: null });
    await at.till.set({ four_eyes_units: usdt(60).toString() });
    const made = [];
    for (let i = 0; i < 5; i += 1) made.push(await ask({ amount: usdt(50 + i * 5) }));
    const ids = made.map((one) => one.id);
    const first = await at.till.row(String(ids[0]));
    expect(await countPending(ada.ctx())).toEqual({ count: 5, oldest: first.createdAt });
    const page = await listRequests(ada.ctx(), { limit: 3 });
    expect(page.requests.map((one) => one.id)).toEqual(ids.slice(0, 3));
    expect(page.requests[0]).toMatchObject({
      type: "withdrawal",
      userId: made[0]?.userId,
      amountUnits: usdt(50),
      netUnits: usdt(48),
      revision: 0,
      approvals: [],
      needed: 1,
    });
    expect(page.requests[0]?.ageMs).toBeGreaterThanOrEqual(0);
    expect(page.requests[2]?.needed).toBe(2);
    const rest = await listRequests(ada.ctx(), { limit: 3 }, page.nextCursor);
    expect(rest.requests.map((one) => one.id)).toEqual(ids.slice(3));
    expect(rest.nextCursor).toBeNull();
    const newest = await listRequests(ada.ctx(), { order: "newest", limit: 2 });
    expect(newest.requests.map((one) => one.id)).toEqual([ids[4], ids[3]]);
    const older = await listRequests(ada.ctx(), { order: "newest" }, newest.nextCursor);
    expect(older.requests.map((one) => one.id)).toEqual([ids[2], ids[1], ids[0]]);
    const found = async (filter: Parameters<typeof listRequests>[1]) =>
      (await listRequests(ada.ctx(), filter)).requests.map((one) => one.id);
    expect(await found({ userId: String(made[1]?.userId) })).toEqual([ids[1]]);
    expect(await found({ least: usdt(60), most: usdt(65) })).toEqual([ids[2], ids[3]]);
    expect(await found({ network: "USDT-ERC20" })).toEqual([]);
    expect(await found({ type: "payout" })).toEqual([]);
    expect(await found({ search: String(made[2]?.userId) })).toEqual([ids[2]]);
    expect(await found({ search: String(made[3]?.walletAddress) })).toEqual([ids[3]]);
    expect(await found({ search: String(ids[4]) })).toEqual([ids[4]]);
    expect(await found({ search: "nobody" })).toEqual([]);
    await approve(ben, String(ids[4]));
    const [last] = (await listRequests(ada.ctx(), { order: "newest" })).requests;
    expect(last?.approvals).toMatchObject([{ userId: ben.person.id, name: ben.person.name }]);
    const bad = listRequests(ada.ctx(), {}, "x");
    await expect(bad).rejects.toMatchObject({ code: "validation_failed" });
  });

  it("shows one merchant's own, to whom it may", async () => {
    await ask();
    const there = ada.ctx({ merchant: 1 });
    expect(await countPending(there)).toEqual({ count: 0, oldest: null });
    expect((await listRequests(there)).requests).toEqual([]);
    const nobody = ada.ctx({ permissions: [] });
    const denied = { code: "scope_missing" };
    await expect(countPending(nobody)).rejects.toMatchObject(denied);
    await expect(listRequests(nobody)).rejects.toMatchObject(denied);
    await expect(getRequestFacts(nobody, { withdrawalId: newId() })).rejects.toMatchObject(denied);
    await expect(
      previewAutoWithdraw(nobody, { autoWithdraw: true, max: usdt(1) }),
    ).rejects.toMatchObject(denied);
  });
});

describe("getRequestFacts", () => {
  it("tells what a person should know of who asks", async () => {
    const userId = await at.till.user(usdt(500));
    const { id, walletAddress } = await ask({ userId });
    const [available = 0n, held = 0n] = await at.balances();
    const known = await facts(id);
    expect(known).toMatchObject({
      request: { id, walletAddress, amountUnits: usdt(50), type: "withdrawal", state: "pending" },
      user: {
        userId,
        email: "alice@example.com",
        active: true,
        figure: usdt(450),
        held: usdt(50),
        deposits: { count: 0, amount: 0n },
      },
      merchant: { available, held },
      first: true,
      newForUser: true,
      newForMerchant: true,
      lookAlikes: [],
      inBook: null,
      lastDay: { count: 1, amount: usdt(50) },
      auto: { on: false, max: usdt(100), over: false },
      alsoWaiting: { ofUser: 0, toAddress: 0 },
      approvals: [],
      needed: 1,
      yourWord: "released",
    });
    await at.till.worker.sql`
      update customer_wallets set deposit_count = 3, deposited_units = 70000000 where wallet_address in (
        select wallet_address from customer_wallets w join customers c on c.id = w.customer_id
        where c.user_id = ${userId} limit 1)`;
    expect((await facts(id)).user?.deposits).toEqual({ count: 3, amount: usdt(70) });
  });

  it("sees what came before: let go, paid there, asked for today, waiting beside it", async () => {
    const userId = await at.till.user(usdt(500));
    const to = somewhere();
    const old = await ask({ userId, to });
    await approve(ada, old.id);
    const next = await ask({ userId, to, amount: usdt(120) });
    expect(await facts(next.id)).toMatchObject({
      first: false,
      newForUser: true,
      lastDay: { count: 2, amount: usdt(170) },
      auto: { over: true },
    });
    const before = { first: false, newAddress: true, lookAlike: false, inLastDay: 2 };
    expect(await hints(next.id)).toEqual(before);
    await at.till.write(old.id, { state: "sent" });
    expect(await facts(next.id)).toMatchObject({ newForUser: false, newForMerchant: false });
    expect(await hints(next.id)).toEqual({ ...before, newAddress: false });
    const other = await ask({ to });
    expect(await facts(other.id)).toMatchObject({
      first: true,
      newForUser: true,
      newForMerchant: false,
      alsoWaiting: { ofUser: 0, toAddress: 1 },
    });
    const fresh = { first: true, newAddress: true, lookAlike: false, inLastDay: 1 };
    expect(await hints(other.id)).toEqual(fresh);
    const third = await ask({ userId });
    expect((await facts(third.id)).alsoWaiting).toEqual({ ofUser: 1, toAddress: 0 });
    const patient = await at.till.user(usdt(500));
    await ask({ userId: patient, ago: 25 });
    await ask({ userId: patient, ago: 23 });
    const now = await ask({ userId: patient });
    expect((await facts(now.id)).lastDay).toEqual({ count: 2, amount: usdt(100) });
    expect((await hints(now.id))?.inLastDay).toBe(2);
  });

  it("D-15: names a look-alike of the address, and the entry of the book", async () => {
    const network = "USDT-TRC20";
    const of = { label: "Partner", network, address: somewhere(), note: null } as const;
    await addRecipient(await ada.armed(RECIPIENT_ADD, recipientSubject(of)), of, contracts);
    const { id } = await ask({ to: of.address });
    expect(await facts(id)).toMatchObject({ inBook: { label: "Partner" }, lookAlikes: [] });
    const hex = { ...of, network: "USDT-ERC20", address: somewhere("USDT-ERC20") } as const;
    await addRecipient(await ada.armed(RECIPIENT_ADD, recipientSubject(hex)), hex, contracts);
    const copy = `${hex.address.slice(0, 6)}${"cd".repeat(16)}${hex.address.slice(-4)}`;
    await at.till.fund(usdt(50), hex.network);
    const input = await at.order({
      origin: "request",
      network: hex.network,
      walletAddress: copy.toLowerCase(),
      userId: await at.till.user(usdt(50), hex.network),
    });
    const { withdrawalId } = await createWithdrawal(at.till.context(), input, contracts);
    const known = { address: hex.address, label: "Partner" };
    expect((await facts(withdrawalId)).lookAlikes).toEqual([known]);
    expect((await hints(withdrawalId))?.lookAlike).toBe(true);
    expect((await hints(id))?.lookAlike).toBe(false);
  });

  it("says what the caller's own word would do", async () => {
    await at.till.set({ four_eyes_units: usdt(50).toString() });
    const { id } = await ask();
    expect(await facts(id)).toMatchObject({ needed: 2, yourWord: "recorded" });
    await approve(ada, id);
    expect(await facts(id)).toMatchObject({ yourWord: "approved_before" });
    expect((await facts(id)).approvals).toMatchObject([{ name: ada.person.name }]);
    expect(await facts(id, ben)).toMatchObject({ yourWord: "released" });
    await approve(ben, id);
    expect(await facts(id)).toMatchObject({ yourWord: null, request: { state: "approved" } });
    await at.till.fund(usdt(60));
    const order = { network: "USDT-TRC20", walletAddress: somewhere(), amount: usdt(50) } as const;
    const payout = await ada.pay(order);
    expect(await facts(payout.id)).toMatchObject({
      user: null,
      needed: 2,
      yourWord: "not_by_asker",
    });
    expect(await facts(payout.id, ben)).toMatchObject({ yourWord: "released" });
    expect(await hints(payout.id)).toMatchObject({ inLastDay: 1 });
  });

  it("is of one merchant", async () => {
    const { id } = await ask();
    const missing = { code: "not_found" };
    const there = ada.ctx({ merchant: 1 });
    for (const withdrawalId of [id, newId(), "x"]) {
      await expect(getRequestFacts(there, { withdrawalId })).rejects.toMatchObject(missing);
    }
  });
});

describe("D-24: previewAutoWithdraw", () => {
  it("counts what the rule would have let go in 30 days, with the biggest ten", async () => {
    const there = decider(at.till, await addPerson(at.till.worker, at.till.merchants[1], "owner"));
    const ctx = there.ctx({ merchant: 1 });
    const preview = (over: Partial<Parameters<typeof previewAutoWithdraw>[1]> = {}) =>
      previewAutoWithdraw(ctx, { autoWithdraw: true, max: usdt(100), ...over });
    const none = { count: 0, amount: 0n };
    expect(await preview()).toEqual({ days: 30, asked: none, approved: none, biggest: [] });
    const key = at.till.context(undefined, { merchant: 1 });
    await at.till.fund(usdt(5_000), "USDT-TRC20", 1);
    const userId = await at.till.user(usdt(5_000), "USDT-TRC20", 1);
    const make = async (amount: number, origin: "api" | "request") =>
      createWithdrawal(key, await at.order({ userId, amount: usdt(amount), origin }), contracts);
    for (let i = 1; i <= 12; i += 1) await make(i * 10, "request");
    await make(90, "api");
    const shown = await preview();
    expect(shown).toMatchObject({
      asked: { count: 12, amount: usdt(780) },
      approved: { count: 10, amount: usdt(550) },
    });
    expect(shown.biggest.map((one) => one.amount)).toEqual(
      [100, 90, 80, 70, 60, 50, 40, 30, 20, 10].map(usdt),
    );
    expect(shown.biggest[0]).toMatchObject({ userId, createdAt: expect.any(Date) });
    expect((await preview({ autoWithdraw: false })).approved).toEqual(none);
    expect(await preview({ max: usdt(15) })).toMatchObject({ approved: { count: 1 } });
    expect(await preview({ applyLimitsToApi: true })).toMatchObject({
      asked: { count: 13 },
      approved: { count: 11, amount: usdt(640) },
    });
    const later = { ...ctx, now: () => new Date(Date.now() + 31 * 86_400_000) };
    expect(
      (await previewAutoWithdraw(later, { autoWithdraw: true, max: usdt(100) })).asked,
    ).toEqual(none);
  });
});
