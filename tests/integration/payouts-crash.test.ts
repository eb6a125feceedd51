import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { jobContext } from "@/lib/command";
import { NETWORK_IDS, silentLogger } from "@/lib/kit";
import { signNext } from "@/lib/signer";
import { Bomb, Crash, crashingAdapter, crashingDatabase } from "../support/crashing";
import {
  type Gateway,
  type Labs,
  type NetworkSide,
  startGateway,
  startLabs,
} from "../support/gateway";
import { openTill, type Payout, type Till } from "../support/withdrawals";

const POINTS = 24;
const PARTS = 3;

let labs: Labs;
let gateway: Gateway;
beforeAll(async () => {
  labs = await startLabs();
  gateway = await startGateway(labs, { pool: 2 });
});
afterAll(async () => {
  await gateway?.stop();
  await labs?.stop();
});

describe.each(NETWORK_IDS)("a payout, killed at any step on %s", (network) => {
  let side: NetworkSide;
  let till: Till;
  /** Statements, commits and calls to nodes in the life of one payout. */
  let steps = 0;
  beforeAll(async () => {
    side = gateway.networks[network];
    till = openTill(side);
    await till.fill("10000");
    const bomb = new Bomb(Number.POSITIVE_INFINITY);
    await live(await till.order("50"), bomb);
    steps = bomb.passed;
  });

  /** One round of worker and signer, which ends where the bomb goes off; true when it came to its end. */
  async function round(bomb: Bomb): Promise<boolean> {
    const db = crashingDatabase(gateway.worker, bomb);
    const adapter = crashingAdapter(side.lab.adapter, bomb);
    try {
      await side.watch({ db }, adapter);
      await side.move({ db }, adapter);
      while (await signNext(jobContext(db, "signer", silentLogger, side.now), gateway.desk)) {
        // Until nothing waits.
      }
      return true;
    } catch (error) {
      if (bomb.isOff && isCrash(error)) return false;
      throw error;
    }
  }

  /** drizzle wraps what a statement threw. */
  function isCrash(error: unknown): boolean {
    for (let at = error; at instanceof Error; at = at.cause) if (at instanceof Crash) return true;
    return false;
  }

  const isSettled = async (payout: Payout) => (await till.row(payout)).state === "settled";

  /** The whole life of a payout; who is killed is started again. */
  async function live(payout: Payout, bomb: Bomb): Promise<void> {
    for (let rounds = 0; rounds < 40; rounds += 1) {
      if (await isSettled(payout)) return;
      await side.mine();
      const isWhole = await round(bomb.isOff ? new Bomb(Number.POSITIVE_INFINITY) : bomb);
      if (!isWhole) await round(new Bomb(Number.POSITIVE_INFINITY));
    }
    throw new Error("the payout was not settled in 40 rounds");
  }

  async function expectOnce(payout: Payout): Promise<void> {
    await till.expectPaidOnce(payout);
    expect(await till.story(payout)).toEqual(["withdrawal 1 final"]);
    expect(await till.told(payout)).toEqual(["completed"]);
  }

  it.each(Array.from({ length: PARTS }, (_, part) => part))(
    `one crash per life, at ${POINTS} points of it: nothing is lost or doubled (part %i)`,
    { timeout: 180_000 },
    async (part) => {
      expect(steps).toBeGreaterThan(POINTS);
      for (let point = part; point < POINTS; point += PARTS) {
        const at = 1 + Math.floor((point * (steps - 1)) / (POINTS - 1));
        const bomb = new Bomb(at);
        const payout = await till.order("10");
        await live(payout, bomb);
        expect(bomb.isOff, `point ${at} of ${steps}`).toBe(true);
        await expectOnce(payout);
      }
      await side.checkBooks();
    },
  );

  it("killed again and again, a little later each time", { timeout: 180_000 }, async () => {
    const payout = await till.order("10");
    let crashes = 0;
    for (let rounds = 0; rounds < 40 && !(await isSettled(payout)); rounds += 1) {
      await side.mine();
      for (let at = 1; !(await round(new Bomb(at))); at += 1) crashes += 1;
    }
    expect(crashes).toBeGreaterThan(steps / 2);
    await expectOnce(payout);
    await side.checkBooks();
  });
});
