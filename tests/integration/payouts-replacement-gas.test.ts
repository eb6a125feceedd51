import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ChainAdapter } from "@/lib/chains";
import { jobContext } from "@/lib/command";
import { present, silentLogger } from "@/lib/kit";
import { listAttempts, type OutgoingRow } from "@/lib/outgoing";
import { signNext } from "@/lib/signer";
import { Bomb, Crash, crashingAdapter, crashingDatabase } from "../support/crashing";
import {
  type Gateway,
  type Labs,
  type NetworkSide,
  startGateway,
  startLabs,
} from "../support/gateway";
import { openTill, type Payout, type Till, untilThrough, wilfulNode } from "../support/withdrawals";

const STUCK_MS = 90_000;
const DEAR = `0x${(200n * 10n ** 9n).toString(16)}`;
const POINTS = 24;
const PARTS = 3;

let labs: Labs;
let gateway: Gateway;
let side: NetworkSide;
let till: Till;
beforeAll(async () => {
  labs = await startLabs();
  gateway = await startGateway(labs, { pool: 2 });
  side = gateway.networks["USDT-ERC20"];
  till = openTill(side);
  await till.fill("10000");
});
afterAll(async () => {
  await gateway?.stop();
  await labs?.stop();
});

async function emptyWallet(): Promise<void> {
  await labs.ethereum.rpc("anvil_setBalance", [`0x${await side.merchantWallet()}`, "0x0"]);
}

/** The transactions of the newest gas that was sent to the wallet. */
async function gasAttempts(): Promise<readonly OutgoingRow[]> {
  const funding = present((await till.fundings()).at(-1), "the funding");
  return listAttempts(gateway.worker.orm, ["wallet_gas"], [funding.id]);
}

describe("a merchant's wallet that is too poor for its replacement's price", () => {
  it("gets what is missing from the operator, and the replacement goes out", async () => {
    await emptyWallet();
    const node = wilfulNode(side);
    const payout = await till.order("100");
    const first = await till.untilAttempt(payout, "signed");
    expect(await till.fundings()).toHaveLength(1);
    node.swallows.add(String(first.txHash));
    await side.move({}, node.adapter);
    await side.pass(STUCK_MS);
    await labs.ethereum.rpc("anvil_setNextBlockBaseFeePerGas", [DEAR]);
    await side.mine();
    await side.move({}, node.adapter);
    await side.sign();
    const second = present((await till.attempts(payout))[1], "the second");
    expect(second).toMatchObject({ state: "signed", replaces: first.id, nonce: first.nonce });
    const wallet = await side.merchantWallet();
    expect(await side.lab.adapter.nativeBalance(wallet)).toBeLessThan(second.maxFee);
    await side.move({}, node.adapter);
    expect((await till.attempts(payout))[1]).toMatchObject({
      state: "broadcast",
      includedHeight: null,
      lastError: expect.stringMatching(/^INSUFFICIENT_FUNDS/),
      rejectedReason: null,
    });
    await untilThrough(side, node, async () => (await till.row(payout)).state === "settled");
    await till.expectPaidOnce(payout);
    expect((await till.row(payout)).txHash).toBe(second.txHash);
    await side.until(async () => !(await till.story(payout)).some((s) => /broadcast/.test(s)));
    expect(await till.story(payout)).toEqual(["withdrawal 1 dead", "withdrawal 2 final"]);
    expect(await till.fundings()).toMatchObject([{ state: "done" }, { state: "done" }]);
    expect(await till.told(payout)).toEqual(["completed"]);
    await side.checkBooks();
  });
});

describe("gas for a wallet that no block takes, its worker killed at any step of the replacing", () => {
  /** Statements, commits and calls to nodes from the stuck transaction to the settled payment. */
  let steps = 0;
  beforeAll(async () => {
    const bomb = new Bomb(Number.POSITIVE_INFINITY);
    await live((through) => round(bomb, through), "second");
    steps = bomb.passed;
  });

  function isCrash(error: unknown): boolean {
    for (let at = error; at instanceof Error; at = at.cause) if (at instanceof Crash) return true;
    return false;
  }

  /** One round of worker and signer, which ends where the bomb goes off; true when it came to its end. */
  async function round(bomb: Bomb, through: ChainAdapter): Promise<boolean> {
    const db = crashingDatabase(gateway.worker, bomb);
    try {
      await side.move({ db }, crashingAdapter(through, bomb));
      while (await signNext(jobContext(db, "signer", silentLogger, side.now), gateway.desk)) {
        // Until nothing waits.
      }
      return true;
    } catch (error) {
      if (bomb.isOff && isCrash(error)) return false;
      throw error;
    }
  }

  /**
   * A payment whose gas got stuck at first. Of the two transactions at the gas wallet's nonce the node passes on the
   * one that is named: the first comes to light when there is a second beside it.
   */
  async function live(
    work: (through: ChainAdapter) => Promise<unknown>,
    lands: "first" | "second",
  ): Promise<Payout> {
    await emptyWallet();
    const payout = await till.order("10");
    const before = (await till.fundings()).length;
    await side.until(async () => (await till.fundings()).length > before, 5);
    await side.until(async () => (await gasAttempts())[0]?.state === "signed", 5);
    const first = present((await gasAttempts())[0], "the first");
    const through: ChainAdapter = {
      ...side.lab.adapter,
      async broadcast(tx) {
        const isKept =
          tx.from === first.fromAddress && (lands === "first" || tx.txHash === first.txHash);
        return isKept ? { kind: "accepted" } : side.lab.adapter.broadcast(tx);
      },
    };
    let shown = false;
    await side.move({}, through);
    await side.pass(STUCK_MS);
    const isSettled = async () => (await till.row(payout)).state === "settled";
    for (let rounds = 0; rounds < 40 && !(await isSettled()); rounds += 1) {
      await work(through);
      await side.mine();
      await side.watch();
      if (lands === "first") await bringToLight();
    }
    return payout;

    /** The node keeps what replaces it to itself, and the one that was thought lost is mined beside it. */
    async function bringToLight(): Promise<void> {
      if (shown || (await gasAttempts()).length < 2) return;
      shown = true;
      await labs.ethereum.rpc("eth_sendRawTransaction", [`0x${first.raw}`]);
    }
  }

  async function expectOnce(payout: Payout, lands: "first" | "second"): Promise<void> {
    await till.expectPaidOnce(payout);
    await side.until(async () => (await gasAttempts()).every(({ endedAt }) => endedAt !== null));
    const attempts = await gasAttempts();
    expect(new Set(attempts.map(({ nonce }) => nonce)).size).toBe(1);
    const ends = lands === "first" ? ["final", "dead"] : ["dead", "final"];
    expect(attempts.map(({ state }) => state)).toEqual(ends);
    const { id } = present((await till.fundings()).at(-1), "the funding");
    const costs = await gateway.worker.sql`
      select 1 from network_costs where purpose = 'wallet_gas' and cause_id = ${id}`;
    expect(costs).toHaveLength(1);
    expect(await till.story(payout)).toEqual(["withdrawal 1 final"]);
    expect(await till.told(payout)).toEqual(["completed"]);
  }

  it.each(Array.from({ length: PARTS }, (_, part) => part))(
    `at ${POINTS} points of it: one transaction of gas lands, one payment (part %i)`,
    { timeout: 180_000 },
    async (part) => {
      expect(steps).toBeGreaterThan(POINTS);
      const before = (await till.fundings()).length;
      for (let point = part; point < POINTS; point += PARTS) {
        const at = 1 + Math.floor((point * (steps - 1)) / (POINTS - 1));
        const bomb = new Bomb(at);
        const lands = point % 2 === 0 ? "second" : "first";
        const started = () => (bomb.isOff ? new Bomb(Number.POSITIVE_INFINITY) : bomb);
        const payout = await live((through) => round(started(), through), lands);
        await expectOnce(payout, lands);
        expect(bomb.isOff, `point ${at} of ${steps}`).toBe(true);
      }
      expect(await till.fundings()).toHaveLength(before + POINTS / PARTS);
      await side.checkBooks();
    },
  );

  it.each(["first", "second"] as const)(
    "at every step, a little later each time: the %s lands",
    { timeout: 180_000 },
    async (lands) => {
      let crashes = 0;
      const payout = await live(async (through) => {
        for (let at = 1; !(await round(new Bomb(at), through)); at += 1) crashes += 1;
      }, lands);
      expect(crashes).toBeGreaterThan(steps / 2);
      await expectOnce(payout, lands);
      await side.checkBooks();
    },
  );
});
