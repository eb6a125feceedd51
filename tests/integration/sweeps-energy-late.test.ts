import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ChainAdapter, Intent } from "@/lib/chains";
import { energyLoans } from "@/lib/db";
import { orderStake } from "@/lib/energy";
import { callData } from "../support/chains/lab";
import { type EnergyTill, HOUR_MS, openEnergyTill, TRX } from "../support/energy";
import {
  type Gateway,
  type Labs,
  type NetworkSide,
  startGateway,
  startLabs,
} from "../support/gateway";
import { type Invoice, openShop, type Shop } from "../support/shop";

let labs: Labs;
let gateway: Gateway;
let side: NetworkSide;
let shop: Shop;
let till: EnergyTill;
beforeAll(async () => {
  labs = await startLabs();
  gateway = await startGateway(labs, { pool: 20 });
  side = gateway.networks["USDT-TRC20"];
  shop = openShop(side);
  till = await openEnergyTill(side, shop);
  await till.stakeMore();
});
afterAll(async () => {
  await gateway?.stop();
  await labs?.stop();
});

/** The lab's adapter, with something said about each quote that is asked for. */
function quoting(tell: (intent: Intent) => void): ChainAdapter {
  return {
    ...side.lab.adapter,
    async quote(intent, replaced) {
      tell(intent);
      return side.lab.adapter.quote(intent, replaced);
    },
  };
}
/** The chain would not give it back: so says the row, and it is asked again when that is taken off. */
async function hold(invoice: Invoice, isHeld: boolean): Promise<void> {
  const { id, state } = await till.loanOf(invoice);
  const retryAt = isHeld ? new Date(side.now().getTime() + 24 * HOUR_MS) : null;
  const values = isHeld ? { blockedReason: "not lent", retryAt } : { blockedReason: null, retryAt };
  const to = isHeld ? "reclaiming" : state;
  await gateway.worker.orm
    .update(energyLoans)
    .set({ ...values, state: to })
    .where(eq(energyLoans.id, id));
}

describe("stake that does not come back", () => {
  it("of an earlier sweep is waited for, and asks no node meanwhile", async () => {
    const invoice = await till.dueOne();
    await side.until(async () => (await till.sweepOf(invoice)).state === "settled");
    expect((await till.loanOf(invoice)).state).toBe("reclaiming");
    await shop.pay(invoice.address, "50");
    await side.mine(side.lab.confirmations);
    await side.watch();
    expect(await shop.sweeps(invoice)).toMatchObject([{ state: "settled" }, { state: "planned" }]);
    const asked: string[] = [];
    await side.move(
      {},
      quoting(({ kind }) => void asked.push(kind)),
    );
    expect(asked).toEqual([]);
    await side.until(async () => (await till.sweepOf(invoice)).state === "settled", 60);
    expect(await shop.sweeps(invoice)).toMatchObject([{ method: "energy" }, { method: "energy" }]);
    await till.untilReclaimed([invoice]);
    await till.expectAllBack();
  });

  it("of an earlier sweep holds up no later one: that burns", async () => {
    const invoice = await till.dueOne();
    await side.until(async () => (await till.sweepOf(invoice)).state === "settled");
    await hold(invoice, true);
    await shop.pay(invoice.address, "50");
    await side.mine(side.lab.confirmations);
    await side.until(async () => (await shop.sweeps(invoice)).length === 2);
    await side.until(async () => (await till.sweepOf(invoice)).state === "settled", 60);
    expect(await till.sweepOf(invoice)).toMatchObject({ method: "burn" });
    expect(await till.loansOf(invoice)).toHaveLength(1);
    await hold(invoice, false);
    await till.untilReclaimed([invoice]);
    await till.expectAllBack();
  });

  it("of this very sweep holds it up no longer: it burns", async () => {
    const invoice = await till.dueOne();
    await side.until(async () => (await till.loansOf(invoice)).length > 0);
    await side.lab.call(side.lab.boss, side.lab.token, callData.pause());
    await side.until(async () => (await till.loanOf(invoice)).state === "lent");
    await hold(invoice, true);
    await side.lab.call(side.lab.boss, side.lab.token, callData.unpause());
    await shop.untilStatus(invoice, "confirmed", 60);
    expect(await till.sweepOf(invoice)).toMatchObject({ method: "burn" });
    await hold(invoice, false);
    await till.untilReclaimed([invoice]);
    await till.expectAllBack();
  });

  it("comes back whatever becomes of the operator's orders", async () => {
    const invoice = await till.dueOne();
    await side.until(async () => (await till.sweepOf(invoice)).state === "sending");
    const id = await orderStake(till.operator(), { kind: "stake", amount: TRX });
    const broken = quoting(({ kind }) => {
      if (kind === "stake_energy") throw new Error("out of order");
    });
    for (
      let round = 0;
      round < 20 && (await till.loanOf(invoice)).state !== "reclaiming";
      round += 1
    ) {
      await side.mine();
      await side.watch();
      await side.move();
      await expect(side.reclaim({}, broken)).rejects.toThrow("out of order");
      await side.sign();
    }
    expect((await till.loanOf(invoice)).state).toBe("reclaiming");
    await till.untilReclaimed([invoice]);
    await side.until(async () => (await till.orderOf(id)).state === "done");
    await till.expectAllBack();
  });
});

describe("a transfer on energy that no block takes", () => {
  it("is tried again with coin for its bytes", async () => {
    const invoice = await till.dueOne();
    await side.until(async () => (await till.sweepOf(invoice)).state === "sending");
    await labs.tron.control("drop", { count: 100 });
    await side.until(async () => (await till.sweepOf(invoice)).state === "planned", 90);
    await labs.tron.control("drop", { count: 0 });
    await shop.untilStatus(invoice, "confirmed", 60);
    expect(await till.sweepOf(invoice)).toMatchObject({ method: "energy" });
    const purposes = (await shop.requests(invoice)).map(({ purpose }) => purpose);
    expect(purposes).toEqual(["sweep_gas", "sweep_token", "sweep_gas", "sweep_token"]);
    await till.untilReclaimed([invoice]);
    await till.expectAllBack();
  });
});
