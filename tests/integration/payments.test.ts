import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { getNetwork, NETWORK_IDS } from "@/lib/kit";
import {
  type Gateway,
  type Labs,
  type NetworkSide,
  startGateway,
  startLabs,
} from "../support/gateway";
import { expectTold, openShop, type Shop, usdt } from "../support/shop";

let labs: Labs;
let gateway: Gateway;
beforeAll(async () => {
  labs = await startLabs();
  gateway = await startGateway(labs);
});
afterAll(async () => {
  await gateway?.stop();
  await labs?.stop();
});

describe.each(NETWORK_IDS)("payments in time on %s", (network) => {
  let side: NetworkSide;
  let shop: Shop;
  const least = Number(getNetwork(network).minimumDepositFee) / 1e6;
  beforeAll(() => {
    side = gateway.networks[network];
    shop = openShop(side);
  });

  it("exactly paid: seen, amount confirmed at finality, swept, confirmed and credited once", async () => {
    const invoice = await shop.invoice("50");
    const gain = await shop.gain(async () => {
      const tx = await shop.pay(invoice.address, "50");
      await side.round();
      expect(await shop.record(invoice.id)).toMatchObject({
        status: "initiated",
        actualBalance: 0,
        fee: null,
        netAmount: null,
        platformFee: null,
        blockchainTxHash: side.lab.adapter.formatHash(tx),
        confirmations: 1,
        detectedAt: side.now().toISOString(),
        confirmedAt: null,
      });
      await expectTold(shop, invoice.id, []);
      for (let depth = 2; depth < side.lab.confirmations; depth += 1) {
        await side.round();
        expect(await shop.status(invoice.id)).toBe("initiated");
      }
      await side.round();
      expect(await shop.record(invoice.id)).toMatchObject({
        status: "amount confirmed",
        actualBalance: 50,
        fee: null,
        platformFee: null,
        confirmedAt: null,
      });
      expect(await shop.balance("incoming", invoice.id)).toBe(usdt("50"));
      await expectTold(shop, invoice.id, []);
      await shop.untilStatus(invoice, "confirmed");
      for (let more = 0; more < 3; more += 1) await side.round();
    });
    const record = await shop.record(invoice.id);
    expect(record).toMatchObject({
      status: "confirmed",
      amount: 50,
      fee: 0,
      netAmount: 50,
      platformFee: least,
      actualBalance: 50,
      feePayer: "merchant",
      reason: null,
      late: false,
    });
    expect(record.payments).toHaveLength(1);
    expect(gain).toEqual({
      available: usdt("50") - usdt(String(least)),
      fees: usdt(String(least)),
    });
    await expectTold(shop, invoice.id, ["confirmed"]);
    const [sweep, ...others] = await shop.sweeps(invoice);
    expect(others).toEqual([]);
    expect(sweep).toMatchObject({ state: "settled", amountUnits: usdt("50"), blockedReason: null });
    expect(await side.lab.adapter.tokenBalance(invoice.address, "final")).toBe(0n);
    await side.checkBooks();
  });
});
