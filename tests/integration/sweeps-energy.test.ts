import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { jobContext } from "@/lib/command";
import { signingRequests } from "@/lib/db";
import { orderStake } from "@/lib/energy";
import { present, silentLogger } from "@/lib/kit";
import { readEnergy } from "@/lib/operator";
import { signNext } from "@/lib/signer";
import { callData } from "../support/chains/lab";
import { Bomb, Crash, crashingAdapter, crashingDatabase } from "../support/crashing";
import { type EnergyTill, HOUR_MS, openEnergyTill, STAKE, TRX } from "../support/energy";
import {
  type Gateway,
  type Labs,
  type NetworkSide,
  startGateway,
  startLabs,
} from "../support/gateway";
import { expectTold, type Invoice, openShop, type Shop, usdt } from "../support/shop";

const NETWORK = "USDT-TRC20";
const CRASHES = 14;

let labs: Labs;
let gateway: Gateway;
let side: NetworkSide;
let shop: Shop;
let till: EnergyTill;
beforeAll(async () => {
  labs = await startLabs();
  gateway = await startGateway(labs, { pool: 100 });
  side = gateway.networks[NETWORK];
  shop = openShop(side);
  till = await openEnergyTill(side, shop);
});
afterAll(async () => {
  await gateway?.stop();
  await labs?.stop();
});

const isStill = async () => (await side.reclaim()) === false;

describe("a sweep on lent energy", () => {
  it("burns nothing for the transfer, and the stake comes back", async () => {
    const invoice = await till.dueOne();
    await shop.untilStatus(invoice, "confirmed", 40);
    await expectTold(shop, invoice.id, ["confirmed"]);
    expect(await shop.sweeps(invoice)).toMatchObject([
      { state: "settled", method: "energy", receivedUnits: usdt("50") },
    ]);
    await till.untilReclaimed([invoice]);
    const { transactions, fee, method } = await till.costOf(invoice);
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
    await till.expectAllBack();
  });

  it("twenty at once share what is staked: never more is promised, the rest burn", async () => {
    const before = (await readEnergy(till.operator())).failed;
    const invoices = await till.due(20);
    let most = 0n;
    await side.until(async () => {
      const { lent } = await readEnergy(till.operator());
      if (lent > most) most = lent;
      const states = await Promise.all(invoices.map(({ id }) => shop.status(id)));
      return states.every((status) => status === "confirmed");
    }, 80);
    const methods = await Promise.all(
      invoices.map(async (one) => (await till.sweepOf(one)).method),
    );
    expect(new Set(methods)).toEqual(new Set(["energy", "burn"]));
    expect(most).toBeLessThanOrEqual(STAKE);
    expect((await readEnergy(till.operator())).failed).toBe(before);
    const lent = invoices.filter((_, index) => methods[index] === "energy");
    await till.untilReclaimed(lent);
    await till.expectAllBack();
  });
});

describe("where energy fails, a sweep burns", () => {
  beforeAll(() => till.stakeMore());

  it("a loan that the signer refuses", async () => {
    const invoice = await till.dueOne();
    await side.until(async () => (await till.loansOf(invoice)).length > 0);
    await side.move();
    const request = await till.requestOf(invoice, "energy_loan");
    await gateway.worker.orm
      .update(signingRequests)
      .set({ state: "pending", raw: null, txHash: null, value: 5n })
      .where(eq(signingRequests.id, request.id));
    await shop.untilStatus(invoice, "confirmed", 60);
    expect(await till.sweepOf(invoice)).toMatchObject({ method: "burn" });
    await side.until(async () => (await till.loanOf(invoice)).state === "failed");
    expect(await till.loanOf(invoice)).toMatchObject({ blockedReason: "value" });
    await till.expectAllBack();
  });

  it("a loan that no block ever takes", async () => {
    const invoice = await till.dueOne();
    await side.until(async () => (await till.loansOf(invoice)).length > 0);
    const { control } = labs.tron;
    await control("drop", { count: 100 });
    await side.until(
      async () => (await till.requestOf(invoice, "energy_loan")).state === "dead",
      90,
    );
    await control("drop", { count: 0 });
    await shop.untilStatus(invoice, "confirmed", 60);
    expect(await till.sweepOf(invoice)).toMatchObject({ method: "burn" });
    await side.until(async () => (await till.loanOf(invoice)).state === "failed");
    await till.expectAllBack();
  });

  it("a sweep that can't be made gives the stake back after an hour, and borrows again", async () => {
    const invoice = await till.dueOne();
    await side.until(async () => (await till.loansOf(invoice)).length > 0);
    await side.lab.call(side.lab.boss, side.lab.token, callData.pause());
    await side.until(async () => (await till.loanOf(invoice)).state === "lent");
    await side.until(async () => (await till.sweepOf(invoice)).blockedReason === "paused");
    expect(await isStill()).toBe(true);
    await side.pass(HOUR_MS);
    await till.untilReclaimed([invoice]);
    await side.lab.call(side.lab.boss, side.lab.token, callData.unpause());
    await shop.untilStatus(invoice, "confirmed", 60);
    expect(await till.sweepOf(invoice)).toMatchObject({ method: "energy" });
    expect(await till.loansOf(invoice)).toHaveLength(2);
    await till.untilReclaimed([invoice]);
    await till.expectAllBack();
  });

  it("a reclaim that is lost is asked for again, and moves what was lent once", async () => {
    const invoice = await till.dueOne();
    await side.until(async () => (await till.sweepOf(invoice)).state === "settled");
    expect((await till.loanOf(invoice)).state).toBe("reclaiming");
    await labs.tron.control("drop", { count: 100 });
    await side.until(
      async () => (await till.requestOf(invoice, "energy_reclaim")).attempt === 2,
      90,
    );
    await labs.tron.control("drop", { count: 0 });
    await till.untilReclaimed([invoice]);
    expect(await till.requestOf(invoice, "energy_reclaim")).toMatchObject({
      attempt: 2,
      state: "final",
    });
    await till.expectAllBack();
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
    const invoice = await till.dueOne();
    for (let rounds = 0; rounds < 80; rounds += 1) {
      const [loan] = await till.loansOf(invoice);
      if (loan?.state === "reclaimed") return invoice;
      await side.mine();
      const isWhole = await round(bomb.isOff ? new Bomb(Number.POSITIVE_INFINITY) : bomb);
      if (!isWhole) await round(new Bomb(Number.POSITIVE_INFINITY));
    }
    throw new Error("the stake did not come back in 80 rounds");
  }

  it("lends once, sweeps once and takes back once, wherever that happens", async () => {
    await till.stakeMore();
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
    await till.expectAllBack();
  }, 600_000);

  async function expectOnce(invoice: Invoice): Promise<void> {
    await expectTold(shop, invoice.id, ["confirmed"]);
    expect(await shop.sweeps(invoice)).toMatchObject([
      { state: "settled", method: "energy", receivedUnits: usdt("50") },
    ]);
    expect(await till.loansOf(invoice)).toMatchObject([{ state: "reclaimed" }]);
    for (const purpose of ["energy_loan", "energy_reclaim"] as const) {
      expect(await till.requestOf(invoice, purpose)).toMatchObject({ state: "final", attempt: 1 });
    }
  }
});

describe("orders about stake", () => {
  it("are carried out, shown, and fail with the chain's reason", async () => {
    const before = (await readEnergy(till.operator())).staked;
    await till.stake(1_000n * TRX);
    expect((await readEnergy(till.operator())).staked).toBe(before + 1_000n * TRX);
    const id = await orderStake(till.operator(), { kind: "unstake", amount: 10_000_000n * TRX });
    await side.round();
    const { orders } = await readEnergy(till.operator());
    expect(orders.find((order) => order.id === id)).toMatchObject({
      state: "failed",
      reason: "stake short",
    });
    const absurd = await orderStake(till.operator(), { kind: "stake", amount: 10n ** 17n });
    await side.round();
    expect(await till.orderOf(absurd)).toMatchObject({
      state: "failed",
      blockedReason: "more than there is",
    });
    await expect(orderStake(till.operator(), { kind: "stake", amount: 1n })).rejects.toThrow();
    await expect(orderStake(side.job(), { kind: "stake", amount: TRX })).rejects.toThrow();
  });

  it("that a node refuses say why", async () => {
    const { staked } = await readEnergy(till.operator());
    const most = { kind: "unstake", amount: (staked * 2n) / 3n } as const;
    const ids = [await orderStake(till.operator(), most), await orderStake(till.operator(), most)];
    const ended = async () => {
      const states = (await Promise.all(ids.map(till.orderOf))).map(({ state }) => state);
      return states.includes("done") && states.includes("failed");
    };
    await side.until(ended, 90);
    const orders = await Promise.all(ids.map(till.orderOf));
    const failed = present(
      orders.find(({ state }) => state === "failed"),
      "the one too many",
    );
    expect(failed.blockedReason).toMatch(/Invalid unfreeze_balance/);
  });
});
