import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NETWORK_IDS } from "@/lib/kit";
import { planSweep } from "@/lib/sweeps";
import { type Gateway, type Labs, startGateway, startLabs } from "../support/gateway";
import { openShop } from "../support/shop";

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

describe.each(NETWORK_IDS)("a part payment that was swept early on %s", (network) => {
  it("does not let the invoice be confirmed before the rest has reached the wallet", async () => {
    const side = gateway.networks[network];
    const shop = openShop(side);
    const invoice = await shop.invoice("100");
    await shop.pay(invoice.address, "40");
    await side.mine(side.lab.confirmations);
    await side.watch();
    const { merchantId } = shop;
    expect(await planSweep(side.job(), { network, merchantId, address: invoice.address })).toBe(
      true,
    );
    const settled = async () =>
      (await shop.sweeps(invoice)).filter((sweep) => sweep.state === "settled").length;
    await side.until(async () => (await settled()) === 1);
    await shop.pay(invoice.address, "60");
    await side.mine(side.lab.confirmations);
    await side.watch();
    expect(await shop.status(invoice.id)).toBe("amount confirmed");
    await side.until(async () => {
      const confirmed = (await shop.status(invoice.id)) === "confirmed";
      expect(await settled()).toBeGreaterThanOrEqual(confirmed ? 2 : 1);
      return confirmed;
    }, 60);
    await side.checkBooks();
  });
});
