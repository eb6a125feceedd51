import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chainCursors, chainTransfers } from "@/lib/db";
import { NETWORK_IDS, type NetworkId, present } from "@/lib/kit";
import { signNext } from "@/lib/signer";
import {
  type Gateway,
  type Labs,
  type NetworkSide,
  startGateway,
  startLabs,
} from "../support/gateway";
import { expectTold, MINUTE_MS, openShop, type Shop, usdt } from "../support/shop";

const REBROADCAST_MS = 5_000;

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

const cursorOf = async ({ gateway: of, network }: NetworkSide) => {
  const [row] = await of.worker.orm
    .select()
    .from(chainCursors)
    .where(eq(chainCursors.network, network));
  return present(row, "the cursor");
};

describe.each(NETWORK_IDS)("a reorganisation before finality on %s", (network) => {
  let side: NetworkSide;
  let shop: Shop;
  beforeAll(() => {
    side = gateway.networks[network];
    shop = openShop(side);
  });
  const transfersOf = (invoiceId: string) =>
    gateway.worker.orm.select().from(chainTransfers).where(eq(chainTransfers.ownerId, invoiceId));

  it("moves a payment to another block: it is counted from there, and credited once", async () => {
    const invoice = await shop.invoice("50");
    const gain = await shop.gain(async () => {
      const hash = await shop.pay(invoice.address, "50");
      await side.round();
      const [before] = await transfersOf(invoice.id);
      await side.lab.moveByReorg(hash);
      await side.round(0);
      const [after, ...more] = await transfersOf(invoice.id);
      expect(more).toEqual([]);
      expect(after).toMatchObject({ state: "seen", txHash: hash });
      expect(after?.blockHash).not.toBe(before?.blockHash);
      expect(await shop.record(invoice.id)).toMatchObject({
        status: "initiated",
        actualBalance: 0,
      });
      expect((await shop.record(invoice.id)).detectedAt).not.toBeNull();
      await shop.untilStatus(invoice, "confirmed");
    });
    expect(gain.available + gain.fees).toBe(usdt("50"));
    expect((await shop.record(invoice.id)).payments).toHaveLength(1);
    await expectTold(shop, invoice.id, ["confirmed"]);
    await side.checkBooks();
  });

  it.each([1, 2, 3])(
    "%i deep takes a payment away: back to initiated, and expired when its time is over",
    async (depth) => {
      const invoice = await shop.invoice("50", { timerMs: MINUTE_MS });
      const hash = await shop.pay(invoice.address, "50");
      for (let mined = 0; mined < depth; mined += 1) await side.round();
      expect((await shop.page(invoice)).state).toBe(depth === 1 ? "detected" : "confirming");
      expect((await shop.record(invoice.id)).detectedAt).not.toBeNull();
      await side.lab.dropByReorg(depth, hash);
      await side.round(0);
      expect(await shop.record(invoice.id)).toMatchObject({
        status: "initiated",
        detectedAt: null,
        blockchainTxHash: null,
        confirmations: null,
        actualBalance: 0,
        payments: [],
      });
      expect(await shop.page(invoice)).toMatchObject({ state: "waiting", received: 0 });
      await side.pass(MINUTE_MS);
      await side.round(side.lab.confirmations);
      expect(await shop.record(invoice.id)).toMatchObject({ status: "failed", reason: "expired" });
      await expectTold(shop, invoice.id, ["failed"]);
      await side.checkBooks();
    },
  );

  it("takes one of two payments away: the other still counts", async () => {
    const invoice = await shop.invoice("50");
    await shop.pay(invoice.address, "20");
    await side.round(side.lab.confirmations);
    const hash = await shop.pay(invoice.address, "30");
    await side.round();
    expect((await shop.page(invoice)).state).toBe("detected");
    await side.lab.dropByReorg(1, hash);
    await side.round(0);
    expect(await shop.page(invoice)).toMatchObject({ state: "partial", received: 20 });
    const record = await shop.record(invoice.id);
    expect(record.payments).toHaveLength(1);
    expect(record.detectedAt).not.toBeNull();
    await shop.pay(invoice.address, "30");
    await shop.untilStatus(invoice, "confirmed");
    await expectTold(shop, invoice.id, ["confirmed"]);
    await side.checkBooks();
  });

  it("that nobody saw between two readings changes nothing but the blocks", async () => {
    const invoice = await shop.invoice("50");
    const hash = await shop.pay(invoice.address, "50");
    await side.mine();
    await side.lab.moveByReorg(hash);
    await side.mine();
    await side.watch();
    expect(await transfersOf(invoice.id)).toMatchObject([{ state: "seen", txHash: hash }]);
    await shop.untilStatus(invoice, "confirmed");
    await side.checkBooks();
  });

  it("takes a top-up away: failed and reorganised, without a word", async () => {
    const hash = await shop.pay(await side.merchantWallet(), "5");
    await side.round();
    const [seen] = await gateway.worker.orm
      .select()
      .from(chainTransfers)
      .where(eq(chainTransfers.txHash, hash));
    const id = present(seen?.ownerId, "the top-up's record");
    const gain = await shop.gain(async () => {
      await side.lab.dropByReorg(1, hash);
      await side.round(side.lab.confirmations);
    });
    expect(gain).toEqual({ available: 0n, fees: 0n });
    expect(await shop.record(id)).toMatchObject({
      status: "failed",
      reason: "reorganised",
      actualBalance: 0,
    });
    await expectTold(shop, id, []);
    await side.checkBooks();
  });

  it("takes a sweep's transfer away: the same bytes are sent again", async () => {
    const invoice = await shop.invoice("50");
    await shop.pay(invoice.address, "50");
    const token = async () =>
      (await shop.requests(invoice)).find((request) => request.purpose === "sweep_token");
    await side.until(async () => (await token())?.state === "broadcast");
    const sent = present(await token(), "the transfer");
    await side.mine();
    expect((await side.lab.adapter.receipt(sent.txHash as never))?.status).toBe("success");
    await side.lab.dropByReorg(1, sent.txHash as never);
    expect(await side.lab.adapter.receipt(sent.txHash as never)).toBeNull();
    await side.pass(REBROADCAST_MS);
    await shop.untilStatus(invoice, "confirmed");
    expect(await token()).toMatchObject({ state: "final", txHash: sent.txHash, attempt: 1 });
    expect((await token())?.broadcasts).toBeGreaterThan(1);
    await expectTold(shop, invoice.id, ["confirmed"]);
    await side.checkBooks();
  });

  it("a node that is merely behind undoes nothing", async () => {
    const invoice = await shop.invoice("50");
    const { adapter } = side.lab;
    const old = await adapter.heads();
    await shop.pay(invoice.address, "50");
    await side.round(3);
    const before = await cursorOf(side);
    expect(before.height).toBe(old.latest.height + 3);
    await side.watch({}, { ...adapter, heads: async () => old });
    expect(await cursorOf(side)).toMatchObject({
      height: before.height,
      hash: before.hash,
      finalHeight: before.finalHeight,
      haltedReason: null,
    });
    expect((await shop.record(invoice.id)).detectedAt).not.toBeNull();
    await shop.untilStatus(invoice, "confirmed");
  });
});

describe.each(NETWORK_IDS)("a credited transfer that vanishes on %s", (network) => {
  const other: NetworkId = network === "USDT-ERC20" ? "USDT-TRC20" : "USDT-ERC20";

  it("halts that network: nothing is booked, credited or signed there; the other goes on", async () => {
    const own = await startGateway(labs, { pool: 4 });
    try {
      const [side, elsewhere] = [own.networks[network], own.networks[other]];
      const [shop, far] = [openShop(side), openShop(elsewhere)];
      const lost = await shop.invoice("50", { settings: { creditAt: "finality" } });
      const swept = await shop.invoice("60");
      const waiting = await shop.invoice("70", { timerMs: MINUTE_MS });
      await shop.pay(swept.address, "60");
      await side.mine();
      const hash = await shop.pay(lost.address, "50");
      await side.mine(side.lab.confirmations);
      await side.watch();
      await side.move();
      expect(await shop.status(lost.id)).toBe("confirmed");
      await signNext(side.job("signer"), own.desk);
      const asked = async () =>
        (await Promise.all([shop.requests(lost), shop.requests(swept)]))
          .flatMap((requests) => requests.map(({ state, broadcasts }) => `${state} ${broadcasts}`))
          .sort();
      expect(await asked()).toEqual(["pending 0", "signed 0"]);
      await side.lab.dropByReorg(side.lab.confirmations + 2, hash);
      await shop.pay(waiting.address, "70");
      const before = [await shop.balance("available"), await shop.balance("fees")];
      for (let rounds = 0; rounds < 3; rounds += 1) await side.round(side.lab.confirmations);
      await side.pass(MINUTE_MS);
      await side.round(side.lab.confirmations);

      expect((await cursorOf(side)).haltedReason).toMatch(/took 2 final transfer/);
      const log = await own.worker
        .sql`select subject_id from audit_log where action = 'network.halted'`;
      expect(log.map((row) => row.subject_id)).toEqual([network]);
      expect(await shop.record(waiting.id)).toMatchObject({
        status: "initiated",
        detectedAt: null,
      });
      expect([await shop.balance("available"), await shop.balance("fees")]).toEqual(before);
      expect(await shop.status(lost.id)).toBe("confirmed");
      expect(await asked()).toEqual(["pending 0", "signed 0"]);
      await expectTold(shop, lost.id, ["confirmed"]);
      await expectTold(shop, waiting.id, []);

      const fine = await far.invoice("50");
      await far.pay(fine.address, "50");
      await far.untilStatus(fine, "confirmed");
      expect((await cursorOf(elsewhere)).haltedReason).toBeNull();
    } finally {
      await own.stop();
    }
  });
});
