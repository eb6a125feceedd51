import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { getNetwork, NETWORK_IDS } from "@/lib/kit";
import {
  type Gateway,
  type Labs,
  type NetworkSide,
  startGateway,
  startLabs,
} from "../support/gateway";
import {
  expectTold,
  type Invoice,
  MINUTE_MS,
  type Order,
  openShop,
  type Shop,
  usdt,
} from "../support/shop";

let labs: Labs;
let gateway: Gateway;
beforeAll(async () => {
  labs = await startLabs();
  gateway = await startGateway(labs, { pool: 50 });
});
afterAll(async () => {
  await gateway?.stop();
  await labs?.stop();
});

describe.each(NETWORK_IDS)("the end of an invoice on %s", (network) => {
  let side: NetworkSide;
  let shop: Shop;
  const least = Number(getNetwork(network).minimumDepositFee) / 1e6;
  const minimum = getNetwork(network).minimumDepositFee;
  beforeAll(() => {
    side = gateway.networks[network];
    shop = openShop(side);
  });

  /** An invoice whose timer has ended and been told of. */
  async function ended(amount: string, order: Order = {}): Promise<Invoice> {
    const invoice = await shop.invoice(amount, { timerMs: MINUTE_MS, ...order });
    await side.pass(MINUTE_MS);
    await side.round(side.lab.confirmations);
    expect(await shop.status(invoice.id)).toBe("failed");
    return invoice;
  }
  /** Pays and makes it final. */
  async function paid(invoice: Invoice, amount: string): Promise<void> {
    await shop.pay(invoice.address, amount);
    await side.round(side.lab.confirmations);
  }

  describe("by its timer", () => {
    it("with nothing: failed and expired, once final blocks are read beyond it and not before", async () => {
      const invoice = await shop.invoice("50", { timerMs: MINUTE_MS });
      await side.pass(MINUTE_MS);
      expect(side.now() > invoice.expiresAt).toBe(true);
      // One block later than the timer is there, but it is not final.
      await side.watch();
      expect(await shop.status(invoice.id)).toBe("initiated");
      expect(await shop.page(invoice)).toMatchObject({ state: "checking", status: "initiated" });
      await side.round(side.lab.confirmations);
      expect(await shop.record(invoice.id)).toMatchObject({
        status: "failed",
        reason: "expired",
        actualBalance: 0,
        fee: null,
        netAmount: null,
        platformFee: null,
        late: false,
        blockchainTxHash: null,
        payments: [],
        confirmedAt: null,
      });
      await expectTold(shop, invoice.id, ["failed"]);
      expect(await shop.page(invoice)).toMatchObject({ state: "expired", walletAddress: null });
      await side.round();
      await expectTold(shop, invoice.id, ["failed"]);
    });

    it("the clock alone ends nothing, and neither does the chain alone", async () => {
      const invoice = await shop.invoice("50", { timerMs: MINUTE_MS });
      const far = new Date(side.now().getTime() + 60 * MINUTE_MS);
      await side.watch({ now: () => far });
      expect(await shop.status(invoice.id)).toBe("initiated");
      const still = new Date(side.now().getTime());
      await side.pass(2 * MINUTE_MS);
      await side.watch({ now: () => still });
      expect(await shop.status(invoice.id)).toBe("initiated");
      await side.watch();
      expect(await shop.status(invoice.id)).toBe("failed");
    });

    it("with too little: failed and underpaid, credited at once and swept from the threshold on", async () => {
      const invoice = await shop.invoice("50", { timerMs: MINUTE_MS });
      const gain = await shop.gain(async () => {
        await paid(invoice, "20");
        expect(await shop.page(invoice)).toMatchObject({ state: "partial", remaining: 30 });
        await side.pass(MINUTE_MS);
        await side.round(side.lab.confirmations);
      });
      expect(await shop.record(invoice.id)).toMatchObject({
        status: "failed",
        reason: "underpaid",
        actualBalance: 20,
        fee: 0,
        netAmount: 20,
        platformFee: least,
        late: false,
      });
      expect(gain).toEqual({ available: usdt("20") - minimum, fees: minimum });
      await expectTold(shop, invoice.id, ["failed"]);
      expect((await shop.events(invoice.id))[0]?.data).toMatchObject({ reason: "underpaid" });
      expect(await shop.page(invoice)).toMatchObject({ state: "expired_partial", received: 20 });
      await side.until(async () => (await shop.sweeps(invoice))[0]?.state === "settled");
      await expectTold(shop, invoice.id, ["failed"]);
      await side.checkBooks();
    });

    it("a crumb below the threshold is credited and stays where it is", async () => {
      const invoice = await shop.invoice("50", { timerMs: MINUTE_MS });
      await paid(invoice, "0.9");
      await side.pass(MINUTE_MS);
      for (let rounds = 0; rounds < 3; rounds += 1) await side.round(side.lab.confirmations);
      expect(await shop.record(invoice.id)).toMatchObject({
        reason: "underpaid",
        platformFee: 0.9,
      });
      expect(await shop.sweeps(invoice)).toEqual([]);
      await side.checkBooks();
    });

    it("not while money that was seen in time awaits finality", async () => {
      const invoice = await shop.invoice("50", { timerMs: MINUTE_MS });
      const spare = 3_000 * (side.lab.confirmations - 2);
      await side.pass(MINUTE_MS - spare - 6_000);
      await shop.pay(invoice.address, "50");
      await side.round();
      expect(side.now() <= invoice.expiresAt).toBe(true);
      for (let depth = 1; depth < side.lab.confirmations; depth += 1) {
        expect(await shop.status(invoice.id)).toBe("initiated");
        await side.round();
      }
      const later = new Date(side.now().getTime() + 60 * MINUTE_MS);
      await side.watch({ now: () => later });
      expect(await shop.status(invoice.id)).toBe("amount confirmed");
      await side.round(30);
      expect(await shop.untilStatus(invoice, "confirmed")).toMatchObject({ late: false });
      await expectTold(shop, invoice.id, ["confirmed"]);
    });

    it("not while the node withholds the receipt of money that was seen in time", async () => {
      const invoice = await shop.invoice("50", { timerMs: MINUTE_MS });
      await shop.pay(invoice.address, "50");
      await side.round();
      await side.pass(2 * MINUTE_MS);
      const { adapter } = side.lab;
      await side.watch({}, { ...adapter, receipt: async () => null });
      expect(await shop.page(invoice)).toMatchObject({ status: "initiated", received: 50 });
      await expectTold(shop, invoice.id, []);
      await side.watch();
      expect(await shop.record(invoice.id)).toMatchObject({
        status: "amount confirmed",
        late: false,
      });
    });
  });

  describe("late money", () => {
    it("the full sum after the timer turns the record confirmed, with a second webhook", async () => {
      const invoice = await ended("50");
      const gain = await shop.gain(() => paid(invoice, "50"));
      const record = await shop.record(invoice.id);
      expect(record).toMatchObject({
        status: "confirmed",
        late: true,
        reason: null,
        actualBalance: 50,
        netAmount: 50,
        platformFee: least,
        payments: [{ late: true, amount: 50 }],
      });
      expect(record.confirmedAt).not.toBeNull();
      expect(gain).toEqual({ available: usdt("50") - minimum, fees: minimum });
      await expectTold(shop, invoice.id, ["failed", "confirmed"]);
      expect((await shop.events(invoice.id))[1]?.data).toMatchObject({ late: true, reason: null });
      await side.until(async () => (await shop.sweeps(invoice))[0]?.state === "settled");
      await expectTold(shop, invoice.id, ["failed", "confirmed"]);
      await side.checkBooks();
    });

    it("less stays failed with what came; several that add up turn it confirmed", async () => {
      const invoice = await ended("50");
      const gain = await shop.gain(async () => {
        await paid(invoice, "20");
        expect(await shop.record(invoice.id)).toMatchObject({
          status: "failed",
          late: true,
          actualBalance: 20,
          platformFee: least,
        });
        expect(await shop.page(invoice)).toMatchObject({ state: "late", walletAddress: null });
        await expectTold(shop, invoice.id, ["failed"]);
        await paid(invoice, "29.999999");
        expect(await shop.status(invoice.id)).toBe("failed");
        await paid(invoice, "0.000001");
      });
      expect(await shop.record(invoice.id)).toMatchObject({
        status: "confirmed",
        late: true,
        actualBalance: 50,
        platformFee: least,
      });
      expect(gain).toEqual({ available: usdt("50") - minimum, fees: minimum });
      await expectTold(shop, invoice.id, ["failed", "confirmed"]);
      await side.checkBooks();
    });

    it("in time too little and late the rest", async () => {
      const invoice = await shop.invoice("50", { timerMs: MINUTE_MS });
      await paid(invoice, "30");
      await side.pass(MINUTE_MS);
      await side.round(side.lab.confirmations);
      expect(await shop.record(invoice.id)).toMatchObject({
        status: "failed",
        reason: "underpaid",
      });
      await paid(invoice, "20");
      expect(await shop.record(invoice.id)).toMatchObject({
        status: "confirmed",
        late: true,
        reason: null,
        actualBalance: 50,
        payments: [
          { late: false, amount: 30 },
          { late: true, amount: 20 },
        ],
      });
      await expectTold(shop, invoice.id, ["failed", "confirmed"]);
      await side.checkBooks();
    });

    it("read in one go with the end of its timer: failed is told first, then confirmed", async () => {
      const invoice = await shop.invoice("50", { timerMs: MINUTE_MS });
      await side.pass(MINUTE_MS);
      await shop.pay(invoice.address, "50");
      await side.mine(side.lab.confirmations);
      await side.watch();
      expect(await shop.record(invoice.id)).toMatchObject({ status: "confirmed", late: true });
      await expectTold(shop, invoice.id, ["failed", "confirmed"]);
    });

    it("a second payment of a settled invoice after its timer is late by itself", async () => {
      const invoice = await shop.invoice("50", { timerMs: MINUTE_MS });
      await paid(invoice, "50");
      await shop.untilStatus(invoice, "confirmed");
      await side.pass(MINUTE_MS);
      await paid(invoice, "5");
      const record = await shop.record(invoice.id);
      expect(record).toMatchObject({ status: "confirmed", actualBalance: 55 });
      expect(record.payments.map((payment) => payment.late)).toEqual([false, true]);
      await expectTold(shop, invoice.id, ["confirmed", "confirmed"]);
      await side.checkBooks();
    });
  });

  describe("by a cancel", () => {
    it("before any payment: cancelled without a word, and later money is late", async () => {
      const invoice = await shop.invoice("50");
      const record = await shop.cancel(invoice.id, "changed their mind");
      expect(record).toMatchObject({
        status: "cancelled",
        remarks: "changed their mind",
        cancelledAt: side.now().toISOString(),
      });
      await expectTold(shop, invoice.id, []);
      expect(await shop.page(invoice)).toMatchObject({ state: "cancelled", walletAddress: null });
      await paid(invoice, "20");
      expect(await shop.record(invoice.id)).toMatchObject({
        status: "cancelled",
        late: true,
        actualBalance: 20,
      });
      expect(await shop.page(invoice)).toMatchObject({ state: "late" });
      await paid(invoice, "30");
      expect(await shop.record(invoice.id)).toMatchObject({
        status: "confirmed",
        late: true,
        actualBalance: 50,
      });
      await expectTold(shop, invoice.id, ["confirmed"]);
      await side.checkBooks();
    });

    it("with a final part payment: that part is credited at once", async () => {
      const invoice = await shop.invoice("50");
      await paid(invoice, "20");
      const gain = await shop.gain(async () => void (await shop.cancel(invoice.id)));
      expect(gain).toEqual({ available: usdt("20") - minimum, fees: minimum });
      expect(await shop.record(invoice.id)).toMatchObject({
        status: "cancelled",
        actualBalance: 20,
        late: false,
      });
      await side.until(async () => (await shop.sweeps(invoice))[0]?.state === "settled");
      await side.checkBooks();
    });

    it("while a payment is seen but not final: the cancel wins, and the money is late", async () => {
      const invoice = await shop.invoice("50");
      await shop.pay(invoice.address, "50");
      await side.round();
      expect((await shop.page(invoice)).state).toBe("detected");
      expect((await shop.cancel(invoice.id)).status).toBe("cancelled");
      await side.round(side.lab.confirmations);
      expect(await shop.record(invoice.id)).toMatchObject({ status: "confirmed", late: true });
      await expectTold(shop, invoice.id, ["confirmed"]);
    });

    it("tells of it when the merchant wants that", async () => {
      const invoice = await shop.invoice("50");
      const { sql } = gateway.worker;
      await sql`update merchants set webhook_on_cancel = true where id = ${shop.merchantId}`;
      await shop.cancel(invoice.id);
      await sql`update merchants set webhook_on_cancel = false where id = ${shop.merchantId}`;
      await expectTold(shop, invoice.id, ["cancelled"]);
    });

    it("in a race with finality exactly one wins, and no money is lost either way", async () => {
      for (let race = 0; race < 6; race += 1) {
        const invoice = await shop.invoice("50");
        await shop.pay(invoice.address, "50");
        await side.round();
        await side.mine(side.lab.confirmations);
        const wait = new Promise((resolve) => setTimeout(resolve, race * 8));
        const [, cancelled] = await Promise.all([
          side.watch(),
          wait
            .then(() => shop.cancel(invoice.id))
            .then(
              () => true,
              (error: Error) => {
                expect(error.message).toBe("Only deposits with status initiated can be cancelled");
                return false;
              },
            ),
        ]);
        const record = await shop.record(invoice.id);
        expect(record).toMatchObject({ actualBalance: 50, late: cancelled });
        expect(record.status).toBe(cancelled ? "confirmed" : "amount confirmed");
        expect(record.cancelledAt !== null).toBe(cancelled);
        await shop.untilStatus(invoice, "confirmed");
        await expectTold(shop, invoice.id, ["confirmed"]);
      }
      await side.checkBooks();
    });

    it.each(["amount confirmed", "confirmed", "failed", "cancelled"])(
      "not once it is %s",
      async (status) => {
        const invoice = status === "failed" ? await ended("50") : await shop.invoice("50");
        if (status.endsWith("confirmed")) await paid(invoice, "50");
        if (status === "confirmed") await shop.untilStatus(invoice, status);
        if (status === "cancelled") await shop.cancel(invoice.id);
        const before = await shop.record(invoice.id);
        expect(before.status).toBe(status);
        await expect(shop.cancel(invoice.id)).rejects.toMatchObject({
          code: "invalid_state",
          publicMessage: "Only deposits with status initiated can be cancelled",
        });
        expect(await shop.record(invoice.id)).toEqual(before);
      },
    );
  });
});
