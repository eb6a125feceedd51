import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { present } from "@/lib/kit";
import type { OutgoingRow } from "@/lib/outgoing";
import { callData } from "../support/chains/lab";
import {
  type Gateway,
  type Labs,
  type NetworkSide,
  startGateway,
  startLabs,
} from "../support/gateway";
import { openTill, type Till, untilThrough, wilfulNode } from "../support/withdrawals";

const REBROADCAST_MS = 5_000;

let labs: Labs;
let gateway: Gateway;
let side: NetworkSide;
let till: Till;
beforeAll(async () => {
  labs = await startLabs();
  gateway = await startGateway(labs);
  side = gateway.networks["USDT-TRC20"];
  till = openTill(side);
  await till.fill("5000");
});
afterAll(async () => {
  await gateway?.stop();
  await labs?.stop();
});

async function passExpiry({ expiresAt }: OutgoingRow): Promise<void> {
  await side.pass(present(expiresAt, "the expiry").getTime() - side.now().getTime());
}

describe("a payout on Tron", () => {
  it("that was not sent in time is signed anew only when a solid block is past its expiry", async () => {
    const payout = await till.order("100");
    const first = await till.untilAttempt(payout, "signed");
    const { final } = await side.lab.adapter.heads();
    await labs.tron.control("solid", { at: final.height });
    await passExpiry(first);
    for (let tries = 0; tries < 3; tries += 1) {
      await side.move();
      await side.sign();
      await side.pass(REBROADCAST_MS);
    }
    expect(await till.story(payout)).toEqual(["withdrawal 1 broadcast"]);
    await labs.tron.control("solid", {});
    await side.mine();
    await side.move();
    expect((await till.story(payout))[0]).toBe("withdrawal 1 dead");
    await till.expectPaidOnce(payout);
    expect(await till.story(payout)).toEqual(["withdrawal 1 dead", "withdrawal 2 final"]);
    expect(await till.told(payout)).toEqual(["completed"]);
    await side.checkBooks();
  });

  it("that a node refuses for good is not sent again, and fails when it can't be mined any more", async () => {
    const node = wilfulNode(side);
    const before = await till.shop.balance("available");
    const payout = await till.order("100");
    const first = await till.untilAttempt(payout, "signed");
    node.refuses.add(String(first.txHash));
    await side.move({}, node.adapter);
    await side.pass(REBROADCAST_MS);
    await side.move({}, node.adapter);
    expect((await till.attempts(payout))[0]).toMatchObject({ state: "broadcast", broadcasts: 1 });
    expect((await till.row(payout)).state).toBe("sent");
    await passExpiry(first);
    await untilThrough(side, node, async () => (await till.row(payout)).state === "failed");
    await till.expectFailed(payout, /^GAS: intrinsic gas too low$/);
    expect(await till.story(payout)).toEqual(["withdrawal 1 dead"]);
    expect(await till.shop.balance("available")).toBe(before);
    await side.checkBooks();
  });

  it("that reverts in its block fails when that is final", async () => {
    const { lab } = side;
    const before = await till.shop.balance("available");
    const payout = await till.order("100");
    await till.untilAttempt(payout, "signed");
    await lab.call(lab.boss, lab.token, callData.pause());
    await side.round();
    await lab.call(lab.boss, lab.token, callData.unpause());
    await till.untilState(payout, "failed");
    await till.expectFailed(payout, /REVERT/);
    expect(await till.shop.balance("available")).toBe(before);
    await side.checkBooks();
  });

  it("whose block is taken out is sent again, and told once", async () => {
    const payout = await till.order("100");
    await till.untilState(payout, "included");
    const first = present((await till.attempts(payout))[0], "the first");
    await side.lab.dropByReorg(1, first.txHash as never);
    await side.mine(2);
    await side.move();
    await side.move();
    expect(await till.row(payout)).toMatchObject({ state: "included", includedHeight: null });
    await side.pass(REBROADCAST_MS);
    await till.expectPaidOnce(payout);
    expect(await till.told(payout)).toEqual(["completed"]);
    expect(await till.story(payout)).toEqual(["withdrawal 1 final"]);
    await side.checkBooks();
  });

  it("whose block is taken out and that expires is signed anew, told with its other hash, and never fails", async () => {
    const node = wilfulNode(side);
    const payout = await till.order("100");
    await till.untilState(payout, "included");
    const first = present((await till.attempts(payout))[0], "the first");
    node.swallows.add(String(first.txHash));
    await side.lab.dropByReorg(1, first.txHash as never);
    await side.mine(2);
    await side.move({}, node.adapter);
    await passExpiry(first);
    await untilThrough(side, node, async () => (await till.row(payout)).state === "settled");
    await till.expectPaidOnce(payout);
    expect(await till.story(payout)).toEqual(["withdrawal 1 dead", "withdrawal 2 final"]);
    const events = await till.shop.events(payout.id);
    expect(events.map(({ status }) => status)).toEqual(["completed", "completed"]);
    const hashes = events.map(({ data }) => String(data.blockchainTxHash));
    expect(hashes).toEqual([first.txHash, (await till.row(payout)).txHash]);
    await side.checkBooks();
  });
});
