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
import { expectTold, type Invoice, openShop, type Shop, usdt } from "../support/shop";

const POINTS = 40;
const PARTS = 4;

let labs: Labs;
let gateway: Gateway;
beforeAll(async () => {
  labs = await startLabs();
  gateway = await startGateway(labs, { pool: 60 });
});
afterAll(async () => {
  await gateway?.stop();
  await labs?.stop();
});

describe.each(NETWORK_IDS)("killed at any step on %s", (network) => {
  let side: NetworkSide;
  let shop: Shop;
  /** Statements, commits and calls to nodes in the life of one invoice. */
  let steps = 0;
  beforeAll(async () => {
    side = gateway.networks[network];
    shop = openShop(side);
    const bomb = new Bomb(Number.POSITIVE_INFINITY);
    await live(await paid(), bomb);
    steps = bomb.passed;
  });

  async function paid(): Promise<Invoice> {
    const invoice = await shop.invoice("50");
    await shop.pay(invoice.address, "50");
    return invoice;
  }

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

  const isSwept = async (invoice: Invoice) =>
    (await shop.status(invoice.id)) === "confirmed" &&
    (await shop.sweeps(invoice))[0]?.state === "settled";

  /** The whole life of a paid invoice; who is killed is started again. */
  async function live(invoice: Invoice, bomb: Bomb): Promise<void> {
    for (let rounds = 0; rounds < 40; rounds += 1) {
      if (await isSwept(invoice)) return;
      await side.mine();
      const isWhole = await round(bomb.isOff ? new Bomb(Number.POSITIVE_INFINITY) : bomb);
      if (!isWhole) await round(new Bomb(Number.POSITIVE_INFINITY));
    }
    throw new Error("the invoice was not swept in 40 rounds");
  }

  async function expectOnce(invoice: Invoice): Promise<void> {
    await expectTold(shop, invoice.id, ["confirmed"]);
    expect(await shop.record(invoice.id)).toMatchObject({ actualBalance: 50, netAmount: 50 });
    expect(await shop.sweeps(invoice)).toMatchObject([
      { state: "settled", amountUnits: usdt("50"), receivedUnits: usdt("50") },
    ]);
    const requests = await shop.requests(invoice);
    expect(requests.map(({ purpose, state, attempt }) => [purpose, state, attempt])).toEqual([
      ["sweep_gas", "final", 1],
      ["sweep_token", "final", 1],
    ]);
    expect(await side.lab.adapter.tokenBalance(invoice.address, "final")).toBe(0n);
  }

  it.each(Array.from({ length: PARTS }, (_, part) => part))(
    `one crash per life, at ${POINTS} points of it: nothing is lost or doubled (part %i)`,
    { timeout: 180_000 },
    async (part) => {
      expect(steps).toBeGreaterThan(POINTS);
      for (let point = part; point < POINTS; point += PARTS) {
        const at = 1 + Math.floor((point * (steps - 1)) / (POINTS - 1));
        const bomb = new Bomb(at);
        const invoice = await paid();
        await live(invoice, bomb);
        expect(bomb.isOff, `point ${at} of ${steps}`).toBe(true);
        await expectOnce(invoice);
      }
      await side.checkBooks();
    },
  );

  it("killed again and again, a little later each time", { timeout: 180_000 }, async () => {
    const invoice = await paid();
    let crashes = 0;
    for (let rounds = 0; rounds < 40 && !(await isSwept(invoice)); rounds += 1) {
      await side.mine();
      for (let at = 1; !(await round(new Bomb(at))); at += 1) crashes += 1;
    }
    expect(crashes).toBeGreaterThan(steps / 2);
    await expectOnce(invoice);
    await side.checkBooks();
  });
});
