import { and, asc, eq, inArray } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Address } from "@/lib/chains";
import { jobContext, operatorContext } from "@/lib/command";
import { energyLoans, signingRequests, stakeOrders } from "@/lib/db";
import { orderStake, readEnergy } from "@/lib/energy";
import { present, silentLogger } from "@/lib/kit";
import { signNext } from "@/lib/signer";
import { listSweepCosts } from "@/lib/sweeps";
import { callData } from "../support/chains/lab";
import { Bomb, Crash, crashingAdapter, crashingDatabase } from "../support/crashing";
import {
  type Gateway,
  type Labs,
  type NetworkSide,
  startGateway,
  startLabs,
} from "../support/gateway";
import { expectTold, type Invoice, openShop, type Shop, usdt } from "../support/shop";

const NETWORK = "USDT-TRC20";
const TRX = 1_000_000n;
const STAKE = 20_000n * TRX;
const HOUR_MS = 3_600_000;
const CRASHES = 14;

let labs: Labs;
let gateway: Gateway;
let side: NetworkSide;
let shop: Shop;
let treasury: Address;
beforeAll(async () => {
  labs = await startLabs();
  gateway = await startGateway(labs, { pool: 100 });
  side = gateway.networks[NETWORK];
  shop = openShop(side);
  treasury = await side.merchantWallet();
  // A wallet that never held USDT takes twice the energy: only the first sweep pays for that.
  await side.lab.call(side.lab.boss, side.lab.token, callData.transfer(treasury, 1n));
  await stake(STAKE);
});
afterAll(async () => {
  await gateway?.stop();
  await labs?.stop();
});

const operator = () => operatorContext(gateway.worker, "test", silentLogger);
const isStill = async () => (await side.reclaim()) === false;

async function stake(amount: bigint): Promise<void> {
  const id = await orderStake(operator(), { kind: "stake", amount });
  await side.until(async () => {
    const [order] = await gateway.worker.orm
      .select()
      .from(stakeOrders)
      .where(eq(stakeOrders.id, id));
    return order?.state === "done";
  });
}

/** What earlier sweeps used up recovers within a day only. */
async function stakeMore(): Promise<void> {
  await side.lab.fund(await side.gasWallet(), 30n * STAKE);
  await stake(30n * STAKE);
}

/** Invoices of 50 that are paid and wait for their sweeps. */
async function due(count: number): Promise<Invoice[]> {
  const invoices: Invoice[] = [];
  for (let made = 0; made < count; made += 1) invoices.push(await shop.invoice("50"));
  for (const invoice of invoices) await shop.pay(invoice.address, "50");
  await side.mine(side.lab.confirmations);
  while (await side.watch()) {
    // Until it has read all blocks.
  }
  for (const invoice of invoices) {
    expect(await shop.status(invoice.id)).toBe("amount confirmed");
  }
  return invoices;
}
const dueOne = async () => present((await due(1))[0], "the invoice");
const sweepOf = async (invoice: Invoice) =>
  present((await shop.sweeps(invoice)).at(-1), "the sweep");
async function loansOf(invoice: Invoice) {
  const ids = (await shop.sweeps(invoice)).map(({ id }) => id);
  return gateway.worker.orm
    .select()
    .from(energyLoans)
    .where(inArray(energyLoans.sweepId, ids))
    .orderBy(asc(energyLoans.createdAt), asc(energyLoans.id));
}
const loanOf = async (invoice: Invoice) => present((await loansOf(invoice)).at(-1), "the loan");
async function requestOf(invoice: Invoice, purpose: "energy_loan" | "energy_reclaim") {
  const { id } = await loanOf(invoice);
  const rows = await gateway.worker.orm
    .select()
    .from(signingRequests)
    .where(and(eq(signingRequests.purpose, purpose), eq(signingRequests.causeId, id)))
    .orderBy(asc(signingRequests.attempt));
  return present(rows.at(-1), `a request for ${purpose}`);
}
async function untilReclaimed(invoices: readonly Invoice[]): Promise<void> {
  await side.until(async () => {
    const loans = await Promise.all(invoices.map(loanOf));
    return loans.every(({ state }) => state === "reclaimed");
  }, 60);
}
async function costOf(invoice: Invoice) {
  const { id } = await sweepOf(invoice);
  const costs = await listSweepCosts(operator(), { network: NETWORK, limit: 1_000 });
  return present(
    costs.find((cost) => cost.id === id),
    "its cost",
  );
}
/** Nothing is lent on the chain or by the books. */
async function expectAllBack(): Promise<void> {
  const { lent, loans } = await readEnergy(operator());
  expect({ lent, loans }).toEqual({ lent: 0n, loans: [] });
  await side.checkBooks();
}

describe("a sweep on lent energy", () => {
  it("burns nothing for the transfer, and the stake comes back", async () => {
    const invoice = await dueOne();
    await shop.untilStatus(invoice, "confirmed", 40);
    await expectTold(shop, invoice.id, ["confirmed"]);
    expect(await shop.sweeps(invoice)).toMatchObject([
      { state: "settled", method: "energy", receivedUnits: usdt("50") },
    ]);
    await untilReclaimed([invoice]);
    const { transactions, fee, method } = await costOf(invoice);
    expect(method).toBe("energy");
    expect(transactions.map(({ purpose }) => purpose)).toEqual([
      "sweep_gas",
      "energy_loan",
      "sweep_token",
      "energy_reclaim",
    ]);
    const [opening, , transfer] = transactions;
    expect(transfer?.fee).toBe(0n);
    // Opening the account is most of it: 1.1 TRX of the network's, and the bytes.
    expect(opening?.fee).toBeLessThanOrEqual(1_400_000n);
    expect(fee).toBeLessThan(2_000_000n);
    expect(await side.lab.adapter.nativeBalance(invoice.address)).toBe(1n);
    await expectAllBack();
  });

  it("twenty at once share what is staked: never more is promised, the rest burn", async () => {
    const before = (await readEnergy(operator())).failed;
    const invoices = await due(20);
    let most = 0n;
    await side.until(async () => {
      const { lent } = await readEnergy(operator());
      if (lent > most) most = lent;
      const states = await Promise.all(invoices.map(({ id }) => shop.status(id)));
      return states.every((status) => status === "confirmed");
    }, 80);
    const methods = await Promise.all(invoices.map(async (one) => (await sweepOf(one)).method));
    expect(new Set(methods)).toEqual(new Set(["energy", "burn"]));
    expect(most).toBeLessThanOrEqual(STAKE);
    expect((await readEnergy(operator())).failed).toBe(before);
    const lent = invoices.filter((_, index) => methods[index] === "energy");
    await untilReclaimed(lent);
    await expectAllBack();
  });
});

describe("where energy fails, a sweep burns", () => {
  beforeAll(() => stakeMore());

  it("a loan that the signer refuses", async () => {
    const invoice = await dueOne();
    await side.until(async () => (await loansOf(invoice)).length > 0);
    await side.move();
    const request = await requestOf(invoice, "energy_loan");
    await gateway.worker.orm
      .update(signingRequests)
      .set({ state: "pending", raw: null, txHash: null, value: 5n })
      .where(eq(signingRequests.id, request.id));
    await shop.untilStatus(invoice, "confirmed", 60);
    expect(await sweepOf(invoice)).toMatchObject({ method: "burn" });
    await side.until(async () => (await loanOf(invoice)).state === "failed");
    expect(await loanOf(invoice)).toMatchObject({ blockedReason: "value" });
    await expectAllBack();
  });

  it("a loan that no block ever takes", async () => {
    const invoice = await dueOne();
    await side.until(async () => (await loansOf(invoice)).length > 0);
    const { control } = labs.tron;
    await control("drop", { count: 100 });
    await side.until(async () => (await requestOf(invoice, "energy_loan")).state === "dead", 90);
    await control("drop", { count: 0 });
    await shop.untilStatus(invoice, "confirmed", 60);
    expect(await sweepOf(invoice)).toMatchObject({ method: "burn" });
    await side.until(async () => (await loanOf(invoice)).state === "failed");
    await expectAllBack();
  });

  it("a sweep that can't be made gives the stake back after an hour, and borrows again", async () => {
    const invoice = await dueOne();
    await side.until(async () => (await loansOf(invoice)).length > 0);
    await side.lab.call(side.lab.boss, side.lab.token, callData.pause());
    await side.until(async () => (await loanOf(invoice)).state === "lent");
    await side.until(async () => (await sweepOf(invoice)).blockedReason === "paused");
    expect(await isStill()).toBe(true);
    await side.pass(HOUR_MS);
    await untilReclaimed([invoice]);
    await side.lab.call(side.lab.boss, side.lab.token, callData.unpause());
    await shop.untilStatus(invoice, "confirmed", 60);
    expect(await sweepOf(invoice)).toMatchObject({ method: "energy" });
    expect(await loansOf(invoice)).toHaveLength(2);
    await untilReclaimed([invoice]);
    await expectAllBack();
  });

  it("a reclaim that is lost is asked for again, and moves what was lent once", async () => {
    const invoice = await dueOne();
    await side.until(async () => (await sweepOf(invoice)).state === "settled");
    expect((await loanOf(invoice)).state).toBe("reclaiming");
    await labs.tron.control("drop", { count: 100 });
    await side.until(async () => (await requestOf(invoice, "energy_reclaim")).attempt === 2, 90);
    await labs.tron.control("drop", { count: 0 });
    await untilReclaimed([invoice]);
    expect(await requestOf(invoice, "energy_reclaim")).toMatchObject({
      attempt: 2,
      state: "final",
    });
    await expectAllBack();
  });
});

describe("a worker or signer that is killed", () => {
  async function round(bomb: Bomb): Promise<boolean> {
    const db = crashingDatabase(gateway.worker, bomb);
    const adapter = crashingAdapter(side.lab.adapter, bomb);
    try {
      await side.watch({ db }, adapter);
      await side.move({ db }, adapter);
      await side.reclaim({ db }, adapter);
      while (await signNext(jobContext(db, "signer", silentLogger, side.now), gateway.desk)) {
        // Until nothing waits.
      }
      return true;
    } catch (error) {
      for (let at = error; bomb.isOff && at instanceof Error; at = at.cause) {
        if (at instanceof Crash) return false;
      }
      throw error;
    }
  }

  async function live(bomb: Bomb): Promise<Invoice> {
    const invoice = await dueOne();
    for (let rounds = 0; rounds < 80; rounds += 1) {
      const [loan] = await loansOf(invoice);
      if (loan?.state === "reclaimed") return invoice;
      await side.mine();
      const isWhole = await round(bomb.isOff ? new Bomb(Number.POSITIVE_INFINITY) : bomb);
      if (!isWhole) await round(new Bomb(Number.POSITIVE_INFINITY));
    }
    throw new Error("the stake did not come back in 80 rounds");
  }

  it("lends once, sweeps once and takes back once, wherever that happens", async () => {
    await stakeMore();
    const whole = new Bomb(Number.POSITIVE_INFINITY);
    await expectOnce(await live(whole));
    const steps = whole.passed;
    expect(steps).toBeGreaterThan(CRASHES);
    for (let point = 0; point < CRASHES; point += 1) {
      const at = 1 + Math.floor((point * (steps - 1)) / (CRASHES - 1));
      const bomb = new Bomb(at);
      const invoice = await live(bomb);
      expect(bomb.isOff, `point ${at} of ${steps}`).toBe(true);
      await expectOnce(invoice);
    }
    await expectAllBack();
  }, 600_000);

  async function expectOnce(invoice: Invoice): Promise<void> {
    await expectTold(shop, invoice.id, ["confirmed"]);
    expect(await shop.sweeps(invoice)).toMatchObject([
      { state: "settled", method: "energy", receivedUnits: usdt("50") },
    ]);
    expect(await loansOf(invoice)).toMatchObject([{ state: "reclaimed" }]);
    for (const purpose of ["energy_loan", "energy_reclaim"] as const) {
      expect(await requestOf(invoice, purpose)).toMatchObject({ state: "final", attempt: 1 });
    }
  }
});

describe("orders about stake", () => {
  it("are carried out, shown, and fail with the chain's reason", async () => {
    const before = (await readEnergy(operator())).staked;
    await stake(1_000n * TRX);
    expect((await readEnergy(operator())).staked).toBe(before + 1_000n * TRX);
    const id = await orderStake(operator(), { kind: "unstake", amount: 10_000_000n * TRX });
    await side.round();
    const { orders } = await readEnergy(operator());
    expect(orders.find((order) => order.id === id)).toMatchObject({
      state: "failed",
      reason: "stake short",
    });
    await expect(orderStake(operator(), { kind: "stake", amount: 1n })).rejects.toThrow();
    await expect(orderStake(side.job(), { kind: "stake", amount: TRX })).rejects.toThrow();
  });
});
