import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { getNetwork, NETWORK_IDS, present } from "@/lib/kit";
import { updateSettings } from "@/lib/merchants";
import { callData } from "../support/chains/lab";
import {
  type Gateway,
  type Labs,
  type NetworkSide,
  startGateway,
  startLabs,
} from "../support/gateway";
import { openUser, type User } from "../support/platform";
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

describe.each(NETWORK_IDS)("deposits of users on %s", (network) => {
  let side: NetworkSide;
  let shop: Shop;
  const least = Number(getNetwork(network).minimumDepositFee) / 1e6;
  beforeAll(() => {
    side = gateway.networks[network];
    shop = openShop(side);
  });

  const only = async (user: User) => {
    const [deposit, ...more] = await user.deposits();
    expect(more).toEqual([]);
    return present(deposit, "the user's deposit");
  };
  const untilConfirmed = (user: User, count = 1) =>
    side.until(
      async () => (await user.deposits()).filter((d) => d.status === "confirmed").length === count,
    );

  it("is seen, confirmed at finality with credit and webhook, and swept", async () => {
    const callbackUrl = "https://shop.example/users";
    const user = await openUser(side, shop, { callbackUrl });
    const gain = await shop.gain(async () => {
      const tx = await shop.pay(user.address, "50");
      await side.round();
      const seen = await only(user);
      expect(seen).toMatchObject({
        type: "deposit",
        status: "initiated",
        amount: 50,
        actualBalance: 0,
        fee: null,
        netAmount: null,
        platformFee: null,
        userId: user.userId,
        walletAddress: user.walletAddress,
        blockchainTxHash: side.lab.adapter.formatHash(tx),
        confirmations: 1,
        invoiceNo: null,
        detectedAt: side.now().toISOString(),
        confirmedAt: null,
      });
      for (let depth = 2; depth < side.lab.confirmations; depth += 1) {
        await side.round();
        expect((await only(user)).status).toBe("initiated");
      }
      await expectTold(shop, seen.id, []);
      expect((await user.figure()).balance).toBe(0);
      await side.round();
      expect((await only(user)).status).toBe("confirmed");
    });
    const record = await only(user);
    expect(record).toMatchObject({
      amount: 50,
      actualBalance: 50,
      fee: 0,
      netAmount: 50,
      platformFee: least,
      feePayer: "merchant",
      reason: null,
      late: false,
      confirmedAt: side.now().toISOString(),
    });
    expect(record.payments).toHaveLength(1);
    await expectTold(shop, record.id, ["confirmed"]);
    const [event] = await shop.events(record.id);
    expect(event).toMatchObject({ url: callbackUrl, data: { userId: user.userId, fee: 0 } });
    expect(gain).toEqual({ available: usdt(String(50 - least)), fees: usdt(String(least)) });
    expect(await user.figure()).toEqual({
      walletAddress: user.walletAddress,
      walletNetwork: network,
      balance: 50,
      totalDeposits: 1,
      totalDepositAmount: 50,
      lastDepositAt: record.confirmedAt,
      lastDepositAmount: 50,
    });
    expect((await user.balance()).totalBalance).toBe(50);
    await side.until(async () => (await shop.balance("chain", user.address)) === 0n);
    expect(await only(user)).toEqual({ ...record, ...(await confirmationsOf(user)) });
    await expectTold(shop, record.id, ["confirmed"]);
    await side.checkBooks();
  });

  const confirmationsOf = async (user: User) => {
    const { confirmations, payments } = await only(user);
    return { confirmations, payments };
  };

  it("takes the fee off the user's figure where the user pays", async () => {
    const user = await openUser(side, shop);
    await updateSettings(shop.context(), { depositFeePayer: "user" });
    try {
      const gain = await shop.gain(async () => {
        await shop.pay(user.address, "200");
        await side.round();
        expect((await only(user)).feePayer).toBe("user");
        await untilConfirmed(user);
      });
      expect(gain).toEqual({ available: usdt("198"), fees: usdt("2") });
    } finally {
      await updateSettings(shop.context(), { depositFeePayer: "merchant" });
    }
    const record = await only(user);
    expect(record).toMatchObject({ fee: 2, netAmount: 198, platformFee: 2, actualBalance: 200 });
    expect(await user.figure()).toMatchObject({ balance: 198, totalDepositAmount: 200 });
    await side.checkBooks();
  });

  it("is all fee where it is less than the least fee", async () => {
    const user = await openUser(side, shop);
    const gain = await shop.gain(async () => {
      await shop.pay(user.address, "0.4");
      await untilConfirmed(user);
    });
    expect(gain).toEqual({ available: 0n, fees: usdt("0.4") });
    expect((await user.figure()).balance).toBe(0.4);
    await side.checkBooks();
  });

  it("of an inactive user are the merchant's alone, also when the user is active again", async () => {
    const user = await openUser(side, shop, { isActive: false });
    const gain = await shop.gain(async () => {
      await shop.pay(user.address, "50");
      await untilConfirmed(user);
    });
    expect(gain).toEqual({ available: usdt(String(50 - least)), fees: usdt(String(least)) });
    const record = await only(user);
    expect(record).toMatchObject({ status: "confirmed", reason: "wallet_inactive", netAmount: 50 });
    await expectTold(shop, record.id, ["confirmed"]);
    expect((await user.update({ isActive: true })).isActive).toBe(true);
    await side.round();
    expect(await user.figure()).toMatchObject({ balance: 0, totalDeposits: 1 });
    await shop.pay(user.address, "7");
    await untilConfirmed(user, 2);
    expect(await user.figure()).toMatchObject({ balance: 7, totalDeposits: 2 });
    await side.until(async () => (await shop.balance("chain", user.address)) === 0n);
    await side.checkBooks();
  });

  it("whose hash the merchant used by hand first are the merchant's alone", async () => {
    const user = await openUser(side, shop);
    const tx = await shop.pay(user.address, "50");
    // As people copy it: with 0x and in capitals.
    await user.credit("50", `0x${tx.toUpperCase()}`);
    const gain = await shop.gain(() => untilConfirmed(user));
    expect(gain).toEqual({ available: usdt(String(50 - least)), fees: usdt(String(least)) });
    const record = await only(user);
    expect(record).toMatchObject({ reason: "hash_already_used", actualBalance: 50 });
    expect(await user.figure()).toMatchObject({ balance: 50, totalDeposits: 1 });
    await user.credit("50", tx);
    expect((await user.figure()).balance).toBe(50);
    await side.checkBooks();
  });

  it("refuses by hand what the chain credited", async () => {
    const user = await openUser(side, shop);
    const tx = await shop.pay(user.address, "50");
    await untilConfirmed(user);
    await expect(user.credit("50", tx)).rejects.toMatchObject({
      code: "conflict",
      publicMessage: "transactionHash was already credited",
    });
    expect((await user.figure()).balance).toBe(50);
    // The hash is another wallet's as well, and did nothing there.
    const neighbour = await openUser(side, shop);
    await neighbour.credit("50", tx);
    expect((await neighbour.figure()).balance).toBe(50);
  });

  it("counts every log of one transaction", async () => {
    const user = await openUser(side, shop);
    await shop.pay(side.lab.disperser, "30");
    await side.mine();
    const values = [usdt("10"), usdt("20")];
    const call = callData.disperse(side.lab.token, [user.address, user.address], values);
    await side.lab.call(side.lab.boss, side.lab.disperser, call);
    await untilConfirmed(user, 2);
    const both = await user.deposits();
    expect(new Set(both.map((d) => d.blockchainTxHash)).size).toBe(1);
    expect(both.map((d) => d.amount).sort()).toEqual([10, 20]);
    for (const record of both) {
      expect(record.payments).toHaveLength(1);
      await expectTold(shop, record.id, ["confirmed"]);
    }
    expect(await user.figure()).toMatchObject({
      balance: 30,
      totalDeposits: 2,
      totalDepositAmount: 30,
    });
    await side.checkBooks();
  });

  it("is taken away by a reorganisation before finality, and told of to nobody", async () => {
    const user = await openUser(side, shop);
    const gain = await shop.gain(async () => {
      const tx = await shop.pay(user.address, "50");
      await side.round();
      await side.lab.dropByReorg(1, tx);
      await side.round(0);
      expect(await only(user)).toMatchObject({
        status: "failed",
        reason: "reorganised",
        actualBalance: 0,
        fee: null,
        payments: [],
      });
      for (let more = 0; more <= side.lab.confirmations; more += 1) await side.round();
    });
    expect(gain).toEqual({ available: 0n, fees: 0n });
    await expectTold(shop, (await only(user)).id, []);
    expect(await user.figure()).toMatchObject({
      balance: 0,
      totalDeposits: 0,
      lastDepositAt: null,
    });
    await side.checkBooks();
  });

  it("comes back in another block: one record, initiated again, credited once", async () => {
    const user = await openUser(side, shop);
    const gain = await shop.gain(async () => {
      const tx = await shop.pay(user.address, "50");
      await side.round();
      const before = await only(user);
      await side.lab.moveByReorg(tx);
      await side.round(0);
      expect(await only(user)).toMatchObject({ id: before.id, status: "initiated", reason: null });
      await untilConfirmed(user);
    });
    expect(gain.available + gain.fees).toBe(usdt("50"));
    await expectTold(shop, (await only(user)).id, ["confirmed"]);
    expect(await user.figure()).toMatchObject({ balance: 50, totalDeposits: 1 });
    await side.checkBooks();
  });
});
