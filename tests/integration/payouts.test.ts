import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect } from "@/lib/db";
import { NETWORK_IDS } from "@/lib/kit";
import { callData } from "../support/chains/lab";
import {
  type Gateway,
  type Labs,
  type NetworkSide,
  startGateway,
  startLabs,
} from "../support/gateway";
import { usdt } from "../support/shop";
import { openTill, type Payout, type Till } from "../support/withdrawals";

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

const RETRY_MS = 15_000;

describe.each(NETWORK_IDS)("a payout on %s", (network) => {
  let side: NetworkSide;
  let till: Till;
  beforeAll(() => {
    side = gateway.networks[network];
    till = openTill(side);
  });

  it("is signed, included, told, and booked when it is final: to the unit", async () => {
    await till.fill("1000");
    const wallet = await side.merchantWallet();
    const before = await till.owns(wallet);
    const payout = await till.order("100");
    expect(await till.shop.balance("held")).toBe(usdt("100"));
    const sent = await till.untilAttempt(payout, "signed");
    expect(await till.row(payout)).toMatchObject({ state: "sent", includedHeight: null });
    await side.move();
    expect(await till.row(payout)).toMatchObject({ state: "sent", txHash: sent.txHash });
    const included = await till.untilState(payout, "included");
    expect(included.completedAt).not.toBeNull();
    expect(included.processedAt).toEqual(included.completedAt);
    expect(await till.told(payout)).toEqual(["completed"]);
    expect(await till.shop.balance("held")).toBe(usdt("100"));
    await till.expectPaidOnce(payout);
    expect(await till.told(payout)).toEqual(["completed"]);
    expect(await till.story(payout)).toEqual(["withdrawal 1 final"]);
    expect(await till.shop.balance("held")).toBe(0n);
    expect(await till.shop.balance("available")).toBe(usdt("900"));
    expect(await till.owns(wallet)).toBe(before - payout.net);
    const { data } = (await till.shop.events(payout.id))[0] ?? {};
    expect(data).toMatchObject({ type: "payout", status: "completed", amount: 100 });
    await side.checkBooks();
  });

  it("gas comes from the operator, once for all that wait", async () => {
    const other = openTill(side, 1);
    await other.fill("500");
    const wallet = await side.merchantWallet(1);
    expect(await side.lab.adapter.nativeBalance(wallet)).toBe(0n);
    const payouts: Payout[] = [];
    for (let made = 0; made < 3; made += 1) payouts.push(await other.order("50"));
    await side.move();
    expect((await other.row(payouts[0] as Payout)).blockedReason).toBe("waits for gas");
    for (const payout of payouts) await other.expectPaidOnce(payout);
    expect(await other.fundings()).toMatchObject([{ state: "done", blockedReason: null }]);
    const costs = await gateway.worker.sql`
      select purpose from network_costs where network = ${network} and purpose = 'wallet_gas'
        and merchant_id = ${other.shop.merchantId}`;
    expect(costs).toHaveLength(1);
    await side.checkBooks();
  });

  it("money on deposit addresses is swept for it, credited or not, and it never fails for want of it", async () => {
    const { shop } = till;
    const { lab } = side;
    // Part of an open invoice: nothing else would sweep it.
    const open = await shop.invoice("500");
    await shop.pay(open.address, "400");
    // Credited already, and stuck on an address that the token has frozen.
    const frozen = await shop.invoice("300", { settings: { creditAt: "finality" } });
    await shop.pay(frozen.address, "300");
    await lab.call(lab.boss, lab.token, callData.addBlackList(frozen.address));
    await shop.untilStatus(frozen, "confirmed");
    expect(await shop.sweeps(open)).toEqual([]);
    const wallet = await side.merchantWallet();
    const payout = await till.order("1100");
    expect(await till.owns(wallet)).toBeLessThan(payout.net);
    await side.move();
    expect((await till.row(payout)).blockedReason).toMatch(/^waits for money on its way/);
    await till.expectPaidOnce(payout);
    expect(await shop.sweeps(open)).toMatchObject([{ state: "settled", amountUnits: usdt("400") }]);
    expect(await shop.status(open.id)).toBe("initiated");
    expect(await till.story(payout)).toEqual(["withdrawal 1 final"]);
    await lab.call(lab.boss, lab.token, callData.removeBlackList(frozen.address));
    await side.mine();
    await side.checkBooks();
  });

  it("a paused token: it fails with the reason, nothing was signed, the hold comes back", async () => {
    const { lab } = side;
    await till.fill("200");
    const [available, held] = [
      await till.shop.balance("available"),
      await till.shop.balance("held"),
    ];
    await lab.call(lab.boss, lab.token, callData.pause());
    await side.mine();
    const payout = await till.order("100");
    await side.move();
    await lab.call(lab.boss, lab.token, callData.unpause());
    await side.mine();
    await till.expectFailed(payout, /^paused$/);
    expect(await till.attempts(payout)).toEqual([]);
    expect(await till.shop.balance("available")).toBe(available);
    expect(await till.shop.balance("held")).toBe(held);
    await side.checkBooks();
  });

  it("two workers at once: one signature, one payment, one letter each", async () => {
    await till.fill("1000");
    const other = connect({ url: gateway.workerUrl, name: "test-worker-2", max: 10 });
    const adapter = side.lab.connect();
    const both = (work: typeof side.watch) =>
      Promise.allSettled([work(), work({ db: other }, adapter)]);
    try {
      const payouts: Payout[] = [];
      for (let made = 0; made < 8; made += 1) payouts.push(await till.order("40"));
      for (let round = 0; round < 14; round += 1) {
        await side.mine();
        await both(side.watch);
        await both(side.move);
        await Promise.all([side.sign(), side.sign()]);
        await both(side.move);
      }
      for (const payout of payouts) {
        await till.expectPaidOnce(payout);
        expect(await till.story(payout)).toEqual(["withdrawal 1 final"]);
        expect(await till.told(payout)).toEqual(["completed"]);
        const log = await gateway.worker.sql<{ action: string }[]>`
          select action from audit_log where subject_id = ${payout.id} order by id`;
        expect(log.map(({ action }) => action)).toEqual([
          "payout.created",
          "payout.sent",
          "payout.completed",
          "payout.settled",
        ]);
      }
    } finally {
      await other.close();
    }
    await side.checkBooks();
  });

  it("a blacklisted wallet fails it too, and the next one goes when it is freed", async () => {
    const { lab } = side;
    await till.fill("100");
    const wallet = await side.merchantWallet();
    await lab.call(lab.boss, lab.token, callData.addBlackList(wallet));
    await side.mine();
    const frozen = await till.order("50");
    await side.move();
    await lab.call(lab.boss, lab.token, callData.removeBlackList(wallet));
    await side.mine();
    await till.expectFailed(frozen, /^blacklisted$/);
    const next = await till.order("50");
    await till.expectPaidOnce(next);
    await side.checkBooks();
  });

  it("an empty gas wallet: blocked with the reason, and on it goes once there is gas", async () => {
    const poor = await startGateway(labs, { pool: 2, gas: false });
    try {
      const there = poor.networks[network];
      const poorTill = openTill(there);
      await poorTill.fill("100");
      const payout = await poorTill.order("50");
      await there.round();
      await there.pass(RETRY_MS);
      await there.round();
      expect(await poorTill.row(payout)).toMatchObject({
        state: "approved",
        blockedReason: "the gas wallet is short",
      });
      await there.lab.fund(
        await there.gasWallet(),
        network === "USDT-ERC20" ? 10n ** 18n : 1_000_000_000n,
      );
      await there.mine();
      await there.pass(RETRY_MS);
      await poorTill.expectPaidOnce(payout);
      await there.checkBooks();
    } finally {
      await poor.stop();
    }
  });
});

describe("many payouts on Ethereum", () => {
  it("twelve of one wallet fly at once, at twelve nonces in a row", async () => {
    const side = gateway.networks["USDT-ERC20"];
    const till = openTill(side);
    await till.fill("1000");
    await side.lab.fund(await side.merchantWallet(), 10n ** 18n);
    await side.mine();
    const payouts: Payout[] = [];
    for (let made = 0; made < 12; made += 1) payouts.push(await till.order("20"));
    const attempts = () => Promise.all(payouts.map((payout) => till.attempts(payout)));
    await side.until(async () => (await attempts()).every((list) => list[0]?.txHash != null));
    const states = (await Promise.all(payouts.map((payout) => till.row(payout)))).map(
      (r) => r.state,
    );
    expect(new Set(states)).toEqual(new Set(["sent"]));
    const nonces = (await attempts()).map((list) => list[0]?.nonce ?? -1);
    const first = Math.min(...nonces);
    expect([...nonces].sort((a, b) => a - b)).toEqual(nonces.map((_, at) => first + at));
    for (const payout of payouts) await till.expectPaidOnce(payout);
    await side.checkBooks();
  });
});
