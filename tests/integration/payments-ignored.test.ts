import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addPoolAddresses } from "@/lib/addresses";
import { transact } from "@/lib/command";
import { chainTransfers, deposits } from "@/lib/db";
import { NETWORK_IDS } from "@/lib/kit";
import { callData } from "../support/chains/lab";
import {
  type Gateway,
  type Labs,
  type NetworkSide,
  startGateway,
  startLabs,
} from "../support/gateway";
import { expectTold, type Invoice, openShop, type Shop, usdt } from "../support/shop";

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

describe.each(NETWORK_IDS)("what counts on %s", (network) => {
  let side: NetworkSide;
  let shop: Shop;
  beforeAll(() => {
    side = gateway.networks[network];
    shop = openShop(side);
  });

  async function expectUntouched(invoice: Invoice): Promise<void> {
    await side.round(side.lab.confirmations);
    await side.round();
    expect(await shop.record(invoice.id)).toMatchObject({
      status: "initiated",
      actualBalance: 0,
      detectedAt: null,
      blockchainTxHash: null,
      payments: [],
    });
    expect(await shop.page(invoice)).toMatchObject({ state: "waiting", received: 0 });
    expect(await shop.balance("incoming", invoice.id)).toBe(0n);
    await expectTold(shop, invoice.id, []);
  }

  const tricks = [
    {
      name: "a token of the same name by another contract",
      play: ({ lab }: NetworkSide, { address }: Invoice) =>
        lab.call(lab.boss, lab.fake, callData.spoof(lab.boss.address, address, usdt("50"))),
    },
    {
      name: "a transfer in a transaction that failed",
      play: ({ lab }: NetworkSide, { address }: Invoice) =>
        lab.call(lab.boss, lab.disperser, callData.payThenRevert(lab.token, address, usdt("50"))),
    },
    {
      name: "a transfer that was undone inside a transaction that succeeded",
      play: ({ lab }: NetworkSide, { address }: Invoice) =>
        lab.call(lab.boss, lab.disperser, callData.payInnerRevert(lab.token, address, usdt("50"))),
    },
    {
      name: "a transfer of nothing",
      play: ({ lab }: NetworkSide, { address }: Invoice) =>
        lab.call(lab.boss, lab.token, callData.transfer(address, 0n)),
    },
    {
      name: "native coin",
      play: ({ lab }: NetworkSide, { address }: Invoice) => lab.fund(address, 50_000_000n),
    },
    {
      name: "an approval",
      play: ({ lab }: NetworkSide, { address }: Invoice) =>
        lab.call(lab.boss, lab.token, callData.approve(address, usdt("50"))),
    },
  ];

  it.each(tricks)("$name is no payment", async ({ play }) => {
    const { lab } = side;
    await shop.pay(lab.disperser, "60");
    await side.mine();
    const invoice = await shop.invoice("50", { settings: { creditAt: "finality" } });
    await play(side, invoice);
    await expectUntouched(invoice);
    // The same address is paid in earnest all the same.
    await shop.pay(invoice.address, "50");
    await side.round(lab.confirmations);
    expect(await shop.record(invoice.id)).toMatchObject({ status: "confirmed", actualBalance: 50 });
    await side.checkBooks();
  });

  it("a transfer from an address of ours is internal, never a deposit", async () => {
    const { lab } = side;
    const invoice = await shop.invoice("50");
    const ours = await shop.customer("60");
    const ctx = side.job();
    const display = lab.adapter.formatAddress(ours.address);
    const row = { network, address: ours.address, display, pathIndex: 1_000_000 };
    await transact(ctx, (tx) => addPoolAddresses(ctx, tx, [row]));
    await shop.pay(invoice.address, "50", ours);
    await expectUntouched(invoice);
    // The books know nothing of it, so it leaves the chain again.
    await lab.call(lab.boss, lab.token, callData.addBlackList(invoice.address));
    await lab.call(lab.boss, lab.token, callData.destroyBlackFunds(invoice.address));
    await side.round(lab.confirmations);
    await side.checkBooks();
  });

  it("money to a merchant's wallet is a top-up: a record of its own, no fee, credited at finality", async () => {
    const wallet = await side.merchantWallet();
    const ofWallet = () =>
      gateway.worker.orm
        .select()
        .from(deposits)
        .where(and(eq(deposits.network, network), eq(deposits.merchantId, shop.merchantId)));
    const known = (await ofWallet()).length;
    const gain = await shop.gain(async () => {
      const hash = await shop.pay(wallet, "12.5");
      await side.round();
      const [row] = (await ofWallet()).slice(known);
      const seen = await shop.record(row?.id ?? "");
      expect(seen).toMatchObject({
        status: "initiated",
        type: "deposit",
        actualBalance: 0,
        fee: null,
      });
      expect(seen.blockchainTxHash).toBe(side.lab.adapter.formatHash(hash));
      await side.round(side.lab.confirmations);
    });
    const rows = await ofWallet();
    expect(rows).toHaveLength(known + 1);
    const { id } = rows[known] ?? { id: "" };
    expect(await shop.record(id)).toMatchObject({
      status: "confirmed",
      amount: 12.5,
      actualBalance: 12.5,
      fee: 0,
      netAmount: 12.5,
      platformFee: 0,
      invoiceNo: null,
      userId: null,
      walletAddress: side.lab.adapter.formatAddress(wallet),
    });
    expect(gain).toEqual({ available: usdt("12.5"), fees: 0n });
    await expectTold(shop, id, ["confirmed"]);
    await side.checkBooks();
  });

  it("a sweep into the wallet is no top-up", async () => {
    const invoice = await shop.invoice("50");
    await shop.pay(invoice.address, "50");
    await shop.untilStatus(invoice, "confirmed");
    const [sweep] = await shop.sweeps(invoice);
    const seen = await gateway.worker.orm
      .select()
      .from(chainTransfers)
      .where(eq(chainTransfers.txHash, sweep?.txHash ?? ""));
    expect(seen).toEqual([]);
  });

  it("two merchants' money never mixes", async () => {
    const other = openShop(side, 1);
    const [mine, theirs] = [await shop.invoice("50"), await other.invoice("70")];
    const gains = await shop.gain(async () => {
      const their = await other.gain(async () => {
        await shop.pay(mine.address, "50");
        await shop.pay(theirs.address, "70");
        await shop.untilStatus(mine, "confirmed");
        await other.untilStatus(theirs, "confirmed");
      });
      expect(their.available + their.fees).toBe(usdt("70"));
    });
    expect(gains.available + gains.fees).toBe(usdt("50"));
    const wallets = [await side.merchantWallet(0), await side.merchantWallet(1)];
    expect((await shop.sweeps(mine))[0]?.toAddress).toBe(wallets[0]);
    expect((await other.sweeps(theirs))[0]?.toAddress).toBe(wallets[1]);
    await expect(other.record(mine.id)).rejects.toMatchObject({ code: "not_found" });
    await expect(other.cancel(mine.id)).rejects.toMatchObject({ code: "not_found" });
    await side.checkBooks();
  });
});

describe("on Tron alone", () => {
  it("a TRC-10 token is no payment", async () => {
    const side = gateway.networks["USDT-TRC20"];
    const shop = openShop(side);
    const invoice = await shop.invoice("50");
    await labs.tron.sendAsset(invoice.address, "1002000", 50_000_000);
    await side.round(side.lab.confirmations + 1);
    expect(await shop.record(invoice.id)).toMatchObject({ status: "initiated", detectedAt: null });
    await side.checkBooks();
  });
});
