import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { present } from "@/lib/kit";
import { callData } from "../support/chains/lab";
import {
  type Gateway,
  type Labs,
  type NetworkSide,
  startGateway,
  startLabs,
} from "../support/gateway";
import { usdt } from "../support/shop";
import { forge, openTill, type Till, untilThrough, wilfulNode } from "../support/withdrawals";

const STUCK_MS = 90_000;
const REBROADCAST_MS = 5_000;
const REST_MS = 30_000;

let labs: Labs;
let gateway: Gateway;
let side: NetworkSide;
let till: Till;
beforeAll(async () => {
  labs = await startLabs();
  gateway = await startGateway(labs);
  side = gateway.networks["USDT-ERC20"];
  till = openTill(side);
  await till.fill("10000");
});
afterAll(async () => {
  await gateway?.stop();
  await labs?.stop();
});

describe("a transaction that no block takes", () => {
  it("is replaced at its nonce by the same payment at a higher fee", async () => {
    const node = wilfulNode(side);
    const payout = await till.order("100");
    const first = await till.untilAttempt(payout, "signed");
    node.swallows.add(String(first.txHash));
    await side.move({}, node.adapter);
    await side.pass(STUCK_MS / 2);
    await side.move({}, node.adapter);
    expect(await till.attempts(payout)).toHaveLength(1);
    await side.pass(STUCK_MS / 2);
    await side.move({}, node.adapter);
    const [, second] = await till.attempts(payout);
    expect(second).toMatchObject({
      purpose: "withdrawal",
      state: "pending",
      replaces: first.id,
      nonce: first.nonce,
      toAddress: first.toAddress,
      value: first.value,
    });
    expect(present(second, "the second").maxFee * 8n).toBeGreaterThanOrEqual(first.maxFee * 9n);
    await till.expectPaidOnce(payout);
    await side.until(async () => !(await till.story(payout)).some((s) => /broadcast/.test(s)));
    expect(await till.story(payout)).toEqual(["withdrawal 1 dead", "withdrawal 2 final"]);
    expect(await till.told(payout)).toEqual(["completed"]);
    await side.checkBooks();
  });

  it("and mined after all beside its replacement: whichever it was, it paid once", async () => {
    const node = wilfulNode(side);
    const payout = await till.order("100");
    const first = await till.untilAttempt(payout, "signed");
    node.swallows.add(String(first.txHash));
    await side.move({}, node.adapter);
    await side.pass(STUCK_MS);
    await side.move({}, node.adapter);
    await side.sign();
    const second = present((await till.attempts(payout))[1], "the second");
    node.swallows.add(String(second.txHash));
    await side.move({}, node.adapter);
    await labs.ethereum.rpc("eth_sendRawTransaction", [`0x${first.raw}`]);
    await untilThrough(side, node, async () => (await till.row(payout)).state === "settled");
    await till.expectPaidOnce(payout);
    expect((await till.row(payout)).txHash).toBe(first.txHash);
    await side.until(async () => !(await till.story(payout)).some((s) => /broadcast/.test(s)));
    expect(await till.story(payout)).toEqual(["withdrawal 1 final", "withdrawal 2 dead"]);
    await side.checkBooks();
  });

  it("is replaced five times at most", async () => {
    const node = wilfulNode(side);
    const payout = await till.order("100");
    await till.untilAttempt(payout, "signed");
    for (let tries = 0; tries < 7; tries += 1) {
      for (const { txHash } of await till.attempts(payout)) node.swallows.add(String(txHash));
      await side.move({}, node.adapter);
      await side.pass(STUCK_MS);
      await side.move({}, node.adapter);
      await side.sign();
    }
    const attempts = await till.attempts(payout);
    expect(attempts).toHaveLength(6);
    expect(new Set(attempts.map((a) => a.nonce)).size).toBe(1);
    await till.expectPaidOnce(payout);
    await side.checkBooks();
  });
});

describe("a transaction that nodes refuse for good", () => {
  it("is cancelled at its nonce, and fails with the node's reason when that is final", async () => {
    const node = wilfulNode(side);
    node.refusesAll = true;
    const before = await till.shop.balance("available");
    const payout = await till.order("100");
    const failed = async () => (await till.row(payout)).state === "failed";
    await untilThrough(side, node, failed);
    await till.expectFailed(payout, /^GAS: intrinsic gas too low$/);
    expect(await till.story(payout)).toEqual(["withdrawal 1 dead", "withdrawal_cancel 1 final"]);
    const [payment, cancel] = await till.attempts(payout);
    expect(cancel).toMatchObject({ nonce: payment?.nonce, value: 0n, kind: "native" });
    expect(await till.shop.balance("available")).toBe(before);
    expect(await till.shop.balance("held")).toBe(0n);
    await side.checkBooks();
    await till.expectPaidOnce(await till.order("10"));
  });

  it("and was mined nevertheless: it is completed", async () => {
    const node = wilfulNode(side);
    node.refusesAll = true;
    const payout = await till.order("100");
    const first = await till.untilAttempt(payout, "signed");
    await side.move({}, node.adapter);
    await labs.ethereum.rpc("eth_sendRawTransaction", [`0x${first.raw}`]);
    await untilThrough(side, node, async () => (await till.row(payout)).state === "settled");
    await till.expectPaidOnce(payout);
    expect(await till.told(payout)).toEqual(["completed"]);
    await side.checkBooks();
  });
});

describe("a transaction that reverts in its block", () => {
  it("fails the payout once it is final, and the hold comes back once", async () => {
    const { lab } = side;
    const before = await till.shop.balance("available");
    const payout = await till.order("100");
    await till.untilAttempt(payout, "signed");
    await lab.call(lab.boss, lab.token, callData.pause());
    await side.round();
    await lab.call(lab.boss, lab.token, callData.unpause());
    await side.mine();
    await side.move();
    expect((await till.attempts(payout))[0]).toMatchObject({ includedStatus: "reverted" });
    expect((await till.row(payout)).state).toBe("sent");
    await till.untilState(payout, "failed");
    await till.expectFailed(payout, /REVERT/);
    expect(await till.shop.balance("available")).toBe(before);
    await side.checkBooks();
  });
});

describe("a block that is taken out after the payout was told as completed", () => {
  async function included() {
    const payout = await till.order("100");
    const row = await till.untilState(payout, "included");
    const first = present((await till.attempts(payout))[0], "the first");
    return { payout, row, first };
  }

  it("the same bytes are sent again, and nothing is told twice", async () => {
    const { payout, row, first } = await included();
    await side.lab.dropByReorg(1, first.txHash as never);
    await side.move();
    await side.move();
    expect(await till.row(payout)).toMatchObject({
      state: "included",
      includedHeight: null,
      txHash: row.txHash,
    });
    await side.pass(REBROADCAST_MS);
    await till.expectPaidOnce(payout);
    expect(await till.told(payout)).toEqual(["completed"]);
    expect(await till.story(payout)).toEqual(["withdrawal 1 final"]);
    await side.checkBooks();
  });

  it("another hash is told by a further completed", async () => {
    const node = wilfulNode(side);
    const { payout, first } = await included();
    await side.lab.dropByReorg(1, first.txHash as never);
    node.swallows.add(String(first.txHash));
    await side.move({}, node.adapter);
    await side.pass(STUCK_MS);
    await untilThrough(side, node, async () => (await till.row(payout)).state === "settled");
    await till.expectPaidOnce(payout);
    const events = await till.shop.events(payout.id);
    expect(events.map(({ status }) => status)).toEqual(["completed", "completed"]);
    const hashes = events.map(({ data }) => String(data.blockchainTxHash));
    expect(hashes[0]).toBe(`0x${first.txHash}`);
    expect(hashes[1]).toBe(`0x${(await till.row(payout)).txHash}`);
    expect(hashes[1]).not.toBe(hashes[0]);
    await side.checkBooks();
  });

  it("and reverts where it comes back: it is signed anew after a rest, and never fails", async () => {
    const { lab } = side;
    const { payout, first } = await included();
    await lab.dropByReorg(1, first.txHash as never);
    await lab.call(lab.boss, lab.token, callData.pause());
    await side.mine();
    await side.pass(REBROADCAST_MS);
    await side.move();
    await lab.call(lab.boss, lab.token, callData.unpause());
    await side.until(async () => (await till.attempts(payout))[0]?.state === "reverted");
    await side.move();
    expect(await till.row(payout)).toMatchObject({ state: "included", blockedReason: "REVERT" });
    await side.pass(REST_MS);
    await till.expectPaidOnce(payout);
    expect(await till.story(payout)).toEqual(["withdrawal 1 reverted", "withdrawal 2 final"]);
    expect(await till.told(payout)).toEqual(["completed", "completed"]);
    await side.checkBooks();
  });
});

describe("what the signer refuses", () => {
  beforeAll(async () => {
    // Gas enough: the requests are there after one round.
    await side.lab.fund(await side.merchantWallet(), 10n ** 18n);
    await side.mine();
  });

  it("rests and is asked for again; its nonce is filled, so that no other waits behind it", async () => {
    const refused = await till.order("100");
    const other = await till.order("50");
    await side.move();
    const [asked] = await till.attempts(refused);
    await forge(side, present(asked, "the request").id, { value: 10n ** 12n });
    await side.sign();
    expect(await till.story(refused)).toEqual(["withdrawal 1 refused"]);
    await till.untilState(other, "settled", 10);
    expect((await till.story(refused)).slice(0, 2)).toEqual([
      "withdrawal 1 refused",
      "withdrawal_cancel 1 final",
    ]);
    expect((await till.row(refused)).blockedReason).toMatch(/^the signer refused: value/);
    await side.pass(REST_MS);
    await till.expectPaidOnce(refused);
    await till.expectPaidOnce(other);
    await side.checkBooks();
  });

  it("a forged recipient is not paid", async () => {
    const payout = await till.order("100");
    await side.move();
    const [asked] = await till.attempts(payout);
    const thief = side.lab.newAccount().address;
    await forge(side, present(asked, "the request").id, { toAddress: thief });
    await side.sign();
    expect((await till.attempts(payout))[0]).toMatchObject({ state: "refused", refusal: "to" });
    await side.pass(REST_MS);
    await till.expectPaidOnce(payout);
    expect(await till.owns(thief)).toBe(0n);
    expect(await till.shop.balance("held")).toBe(usdt("0"));
    await side.checkBooks();
  });
});
