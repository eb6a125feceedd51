import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { getNetwork, NETWORK_IDS, present } from "@/lib/kit";
import { callData } from "../support/chains/lab";
import {
  type Gateway,
  type Labs,
  type NetworkSide,
  startGateway,
  startLabs,
} from "../support/gateway";
import { expectTold, MINUTE_MS, openShop, type Shop, usdt } from "../support/shop";

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

  it("the customer pays the fee: it comes off the credit, in the record and in the webhook", async () => {
    const invoice = await shop.invoice("50", { settings: { depositFeePayer: "user" } });
    const gain = await shop.gain(async () => {
      await shop.pay(invoice.address, "50");
      await shop.untilStatus(invoice, "confirmed");
    });
    const figures = {
      amount: 50,
      fee: least,
      netAmount: 50 - least,
      actualBalance: 50,
      platformFee: least,
      feePayer: "user",
    };
    const record = await shop.record(invoice.id);
    expect(record).toMatchObject(figures);
    const [told] = await shop.events(invoice.id);
    expect(told?.data).toMatchObject({
      ...figures,
      createdAt: record.createdAt,
      confirmedAt: record.confirmedAt,
      blockchainTxHash: record.blockchainTxHash,
      walletAddress: invoice.walletAddress,
      invoiceNo: invoice.invoiceNo,
    });
    expect(gain).toEqual({
      available: usdt("50") - usdt(String(least)),
      fees: usdt(String(least)),
    });
    await side.checkBooks();
  });

  it("the rate is that of the sum's tier, rounded half up, and the fee is never above the amount", async () => {
    const settings = { creditAt: "finality", depositFeePayer: "user" } as const;
    const cases = [
      ["999.999999", 10, 989.999999],
      ["1000", 8, 992],
      ["9999.999999", 80, 9919.999999],
      ["10000", 50, 9950],
      ["0.5", 0.5, 0],
      ["0.000001", 0.000001, 0],
    ] as const;
    const invoices = [];
    for (const [amount] of cases) invoices.push(await shop.invoice(amount, { settings }));
    for (const [at, { address }] of invoices.entries()) {
      await shop.pay(address, present(cases[at], "the case")[0]);
    }
    await side.round(side.lab.confirmations);
    for (const [at, invoice] of invoices.entries()) {
      const [amount, fee, netAmount] = present(cases[at], "the case");
      expect(await shop.record(invoice.id), amount).toMatchObject({
        status: "confirmed",
        actualBalance: Number(amount),
        fee,
        platformFee: fee,
        netAmount,
      });
    }
    await side.checkBooks();
  });

  it("too little at first, the rest from another sender: one confirmed event, both payments", async () => {
    const invoice = await shop.invoice("50");
    const [first, second] = [await shop.customer("100"), await shop.customer("100")];
    await shop.pay(invoice.address, "49.999999", first);
    await side.round();
    expect(await shop.page(invoice)).toMatchObject({
      state: "partial",
      received: 49.999999,
      remaining: 0.000001,
      walletAddress: invoice.walletAddress,
    });
    await side.round(side.lab.confirmations);
    expect(await shop.record(invoice.id)).toMatchObject({
      status: "initiated",
      actualBalance: 49.999999,
      fee: null,
    });
    expect(await shop.sweeps(invoice)).toEqual([]);
    const rest = await shop.pay(invoice.address, "0.000001", second);
    await side.round(side.lab.confirmations);
    expect(await shop.status(invoice.id)).toBe("amount confirmed");
    const record = await shop.untilStatus(invoice, "confirmed");
    expect(record).toMatchObject({
      actualBalance: 50,
      platformFee: least,
      reason: null,
      blockchainTxHash: side.lab.adapter.formatHash(rest),
    });
    expect(record.payments.map((payment) => payment.amount)).toEqual([49.999999, 0.000001]);
    await expectTold(shop, invoice.id, ["confirmed"]);
    await side.checkBooks();
  });

  it("the merchant's tolerance takes less, but not a unit less than that", async () => {
    const settings = { underpaymentTolerancePpm: 10_000, creditAt: "finality" } as const;
    const enough = await shop.invoice("50", { settings });
    const short = await shop.invoice("50", { settings, timerMs: MINUTE_MS });
    await shop.pay(enough.address, "49.5");
    await shop.pay(short.address, "49.499999");
    await side.round(side.lab.confirmations);
    expect(await shop.record(enough.id)).toMatchObject({
      status: "confirmed",
      amount: 50,
      actualBalance: 49.5,
      netAmount: 49.5,
      reason: null,
    });
    expect(await shop.page(enough)).toMatchObject({ state: "paid", received: 49.5 });
    expect(await shop.status(short.id)).toBe("initiated");
    await side.pass(MINUTE_MS);
    await side.round(side.lab.confirmations);
    expect(await shop.record(short.id)).toMatchObject({ status: "failed", reason: "underpaid" });
    await side.checkBooks();
  });

  it("overpaid: all of it is credited", async () => {
    const invoice = await shop.invoice("50");
    const gain = await shop.gain(async () => {
      await shop.pay(invoice.address, "2000");
      await shop.untilStatus(invoice, "confirmed");
    });
    expect(await shop.record(invoice.id)).toMatchObject({
      amount: 50,
      actualBalance: 2000,
      netAmount: 2000,
      platformFee: 16,
    });
    expect(gain).toEqual({ available: usdt("1984"), fees: usdt("16") });
    expect(await shop.page(invoice)).toMatchObject({ state: "overpaid", remaining: 0 });
    await side.checkBooks();
  });

  it("paid twice before the sweep: both are credited and both are swept, each once", async () => {
    const invoice = await shop.invoice("50");
    const gain = await shop.gain(async () => {
      await shop.pay(invoice.address, "50");
      await side.round(side.lab.confirmations);
      expect(await shop.status(invoice.id)).toBe("amount confirmed");
      await shop.pay(invoice.address, "50");
      await shop.untilStatus(invoice, "confirmed");
      await side.until(
        async () => (await side.lab.adapter.tokenBalance(invoice.address, "final")) === 0n,
      );
    });
    expect(gain.available + gain.fees).toBe(usdt("100"));
    expect(await shop.record(invoice.id)).toMatchObject({ actualBalance: 100, netAmount: 100 });
    const swept = await shop.sweeps(invoice);
    expect(swept.reduce((sum, sweep) => sum + sweep.amountUnits, 0n)).toBe(usdt("100"));
    await side.checkBooks();
  });

  it("a further payment after confirmed: the same record, a new event, the fee on the sum", async () => {
    const invoice = await shop.invoice("50", { settings: { depositFeePayer: "user" } });
    await shop.pay(invoice.address, "50");
    const before = await shop.untilStatus(invoice, "confirmed");
    const gain = await shop.gain(async () => {
      await shop.pay(invoice.address, "1000");
      await side.round(side.lab.confirmations);
    });
    expect(await shop.record(invoice.id)).toMatchObject({
      status: "confirmed",
      actualBalance: 1050,
      platformFee: 8.4,
      fee: 8.4,
      netAmount: 1041.6,
      confirmedAt: before.confirmedAt,
      blockchainTxHash: before.blockchainTxHash,
    });
    expect(gain.fees).toBe(usdt("8.4") - usdt(String(least)));
    await expectTold(shop, invoice.id, ["confirmed", "confirmed"]);
    const [first, second] = await shop.events(invoice.id);
    expect([first?.data.actualBalance, second?.data.actualBalance]).toEqual([50, 1050]);
    await side.checkBooks();
  });

  it("a lower tier's rate gives no fee back", async () => {
    const settings = { creditAt: "finality" } as const;
    const invoice = await shop.invoice("990", { settings });
    await shop.pay(invoice.address, "990");
    await side.round(side.lab.confirmations);
    const gain = await shop.gain(async () => {
      await shop.pay(invoice.address, "20");
      await side.round(side.lab.confirmations);
    });
    expect(gain).toEqual({ available: usdt("20"), fees: 0n });
    expect(await shop.record(invoice.id)).toMatchObject({ actualBalance: 1010, platformFee: 9.9 });
  });

  it("credit at finality: confirmed at once, and swept afterwards without a word", async () => {
    const invoice = await shop.invoice("50", { settings: { creditAt: "finality" } });
    await shop.pay(invoice.address, "50");
    await side.round(side.lab.confirmations);
    expect(await shop.record(invoice.id)).toMatchObject({ status: "confirmed", actualBalance: 50 });
    await expectTold(shop, invoice.id, ["confirmed"]);
    await side.until(async () => (await shop.sweeps(invoice))[0]?.state === "settled");
    await expectTold(shop, invoice.id, ["confirmed"]);
    await side.checkBooks();
  });

  it("paid in time but read long after the timer: in time it was", async () => {
    const invoice = await shop.invoice("50", { timerMs: MINUTE_MS });
    await shop.pay(invoice.address, "50");
    await side.mine();
    await side.pass(10 * MINUTE_MS);
    expect(await shop.page(invoice)).toMatchObject({ state: "checking", status: "initiated" });
    await side.watch();
    expect(await shop.record(invoice.id)).toMatchObject({ late: false, reason: null });
    const record = await shop.untilStatus(invoice, "confirmed");
    expect(record).toMatchObject({ late: false, reason: null, actualBalance: 50 });
    expect(record.payments).toMatchObject([{ late: false }]);
    await expectTold(shop, invoice.id, ["confirmed"]);
  });

  it("two transfers in one transaction count twice, for one invoice and for two", async () => {
    const { lab } = side;
    const [one, other] = [await shop.invoice("30"), await shop.invoice("7")];
    await shop.pay(lab.disperser, "40");
    const shares = [usdt("10"), usdt("20"), usdt("7")];
    const to = [one.address, one.address, other.address];
    const hash = await lab.call(lab.boss, lab.disperser, callData.disperse(lab.token, to, shares));
    await shop.untilStatus(one, "confirmed");
    const record = await shop.untilStatus(other, "confirmed");
    expect(record).toMatchObject({ actualBalance: 7, payments: [{ logIndex: 2, amount: 7 }] });
    expect(await shop.record(one.id)).toMatchObject({
      actualBalance: 30,
      payments: [
        { logIndex: 0, amount: 10, txHash: lab.adapter.formatHash(hash) },
        { logIndex: 1, amount: 20, txHash: lab.adapter.formatHash(hash) },
      ],
    });
    await expectTold(shop, one.id, ["confirmed"]);
    await expectTold(shop, other.id, ["confirmed"]);
    await side.checkBooks();
  });

  it("a token that takes a fee: what arrived is credited, and what the sweep lost is booked", async () => {
    const { lab } = side;
    const invoice = await shop.invoice("50");
    await lab.call(lab.boss, lab.token, callData.setParams(10n, 40n));
    await side.mine();
    await shop.pay(invoice.address, "100");
    try {
      await shop.untilStatus(invoice, "confirmed");
    } finally {
      await lab.call(lab.boss, lab.token, callData.setParams(0n, 0n));
      await side.mine();
    }
    expect(await shop.record(invoice.id)).toMatchObject({ actualBalance: 99.9, netAmount: 99.9 });
    expect(await shop.sweeps(invoice)).toMatchObject([
      { state: "settled", amountUnits: usdt("99.9"), receivedUnits: usdt("99.8001") },
    ]);
    expect(await shop.balance("token_fee")).toBe(usdt("0.0999"));
    await side.checkBooks();
  });

  it("the webhook, the credit, the record and the audit are one database transaction", async () => {
    const invoice = await shop.invoice("50", { webhookUrl: "http://127.0.0.1:9/hook" });
    await shop.pay(invoice.address, "50");
    await shop.untilStatus(invoice, "confirmed");
    const { sql } = gateway.worker;
    const rows = await sql<{ part: string; xmin: string }[]>`
      select 'record' as part, xmin::text from invoices where id = ${invoice.id}
      union all select 'event', xmin::text from webhook_events where subject_id = ${invoice.id}
      union all select 'credit', xmin::text from ledger_transactions
        where kind = 'deposit_credited' and cause like ${`%${invoice.id}%`}
      union all select 'audit', xmin::text from audit_log
        where action = 'invoice.confirmed' and subject_id = ${invoice.id}`;
    expect(rows.map((row) => row.part)).toEqual(["record", "event", "credit", "audit"]);
    expect(new Set(rows.map((row) => row.xmin)).size).toBe(1);
    expect((await shop.events(invoice.id))[0]?.url).toBe("http://127.0.0.1:9/hook");
  });

  it("the page goes from waiting to paid", async () => {
    const invoice = await shop.invoice("50", { callbackUrl: "https://shop.example/thanks?a=1" });
    const seen: string[] = [];
    const look = async () => {
      const page = await shop.page(invoice);
      if (seen.at(-1) !== page.state) seen.push(page.state);
      const isPaid = page.state === "paid";
      expect(page.walletAddress === null, page.state).toBe(isPaid);
      expect(page.callbackUrl === null, page.state).toBe(!isPaid);
      return page;
    };
    expect(await look()).toMatchObject({ received: 0, remaining: 50, confirmations: 0 });
    await shop.pay(invoice.address, "50");
    for (let depth = 1; depth < side.lab.confirmations; depth += 1) {
      await side.round();
      expect(await look()).toMatchObject({ received: 50, remaining: 0, confirmations: depth });
    }
    await side.round();
    const paid = await look();
    expect(seen).toEqual(["waiting", "detected", "confirming", "paid"]);
    expect(paid).toMatchObject({
      status: "amount confirmed",
      confirmations: side.lab.confirmations,
    });
    const back = new URL(present(paid.callbackUrl, "the way back"));
    expect(Object.fromEntries(back.searchParams)).toMatchObject({
      a: "1",
      transactionId: invoice.id,
    });
  });
});
