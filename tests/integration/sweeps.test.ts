import { eq } from "drizzle-orm";
import { encodeFunctionData, parseAbi } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect, signingRequests } from "@/lib/db";
import { NETWORK_IDS, present } from "@/lib/kit";
import { callData } from "../support/chains/lab";
import {
  type Gateway,
  type Labs,
  type NetworkSide,
  startGateway,
  startLabs,
} from "../support/gateway";
import { expectTold, type Invoice, MINUTE_MS, openShop, type Shop, usdt } from "../support/shop";

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
const REBROADCAST_MS = 5_000;

describe.each(NETWORK_IDS)("sweeps on %s", (network) => {
  let side: NetworkSide;
  let shop: Shop;
  beforeAll(() => {
    side = gateway.networks[network];
    shop = openShop(side);
  });

  /** An invoice of 50 that is paid and waits for its sweep. */
  async function settled(of = shop): Promise<Invoice> {
    const invoice = await of.invoice("50");
    await of.pay(invoice.address, "50");
    await side.mine(side.lab.confirmations);
    await side.watch();
    expect(await of.status(invoice.id)).toBe("amount confirmed");
    return invoice;
  }
  const asked = async (invoice: Invoice, purpose: "sweep_gas" | "sweep_token") =>
    (await shop.requests(invoice)).filter((request) => request.purpose === purpose);
  const last = async (invoice: Invoice, purpose: "sweep_gas" | "sweep_token") =>
    present((await asked(invoice, purpose)).at(-1), `a request for ${purpose}`);
  /** Rounds until the sweep's transfer is signed and not sent. */
  async function untilSigned(invoice: Invoice, purpose: "sweep_gas" | "sweep_token") {
    const isSigned = async () => (await asked(invoice, purpose)).at(-1)?.state === "signed";
    await side.until(isSigned);
    return last(invoice, purpose);
  }
  async function expectSweptOnce(invoice: Invoice, of = shop): Promise<void> {
    await of.untilStatus(invoice, "confirmed", 60);
    await expectTold(of, invoice.id, ["confirmed"]);
    expect(await of.sweeps(invoice)).toMatchObject([
      { state: "settled", amountUnits: usdt("50"), receivedUnits: usdt("50"), blockedReason: null },
    ]);
    await side.checkBooks();
  }

  it("sends gas once, then the tokens, and writes down what both cost", async () => {
    const invoice = await settled();
    expect(await shop.sweeps(invoice)).toMatchObject([{ state: "planned" }]);
    await expectSweptOnce(invoice);
    const requests = await shop.requests(invoice);
    expect(requests.map(({ purpose, state, attempt }) => [purpose, state, attempt])).toEqual([
      ["sweep_gas", "final", 1],
      ["sweep_token", "final", 1],
    ]);
    for (const { txHash, feePaid } of requests) {
      const costs = await gateway.worker.sql`
        select amount::text from network_costs where network = ${network} and tx_hash = ${txHash}`;
      expect(costs.map((row) => row.amount)).toEqual([String(feePaid)]);
    }
    const sweep = present((await shop.sweeps(invoice))[0], "the sweep");
    expect(sweep.toAddress).toBe(await side.merchantWallet());
    expect(sweep.txHash).toBe(requests[1]?.txHash);
  });

  it("many at once share the gas wallet: each is funded once and none waits behind another", async () => {
    const invoices = [];
    for (let made = 0; made < 6; made += 1) invoices.push(await shop.invoice("50"));
    for (const invoice of invoices) await shop.pay(invoice.address, "50");
    for (const invoice of invoices) await shop.untilStatus(invoice, "confirmed");
    const gas = [];
    for (const invoice of invoices) gas.push(...(await asked(invoice, "sweep_gas")));
    expect(gas).toHaveLength(6);
    expect(gas.every((request) => request.state === "final")).toBe(true);
    const nonces = gas.map((request) => request.nonce);
    expect(new Set(nonces).size).toBe(network === "USDT-ERC20" ? 6 : 1);
    await side.checkBooks();
  });

  it("a paused token: amount confirmed with the reason, and on it goes afterwards", async () => {
    const { lab } = side;
    const invoice = await settled();
    await lab.call(lab.boss, lab.token, callData.pause());
    try {
      await side.round();
      for (let tries = 0; tries < 3; tries += 1) {
        await side.pass(RETRY_MS);
        await side.round();
      }
      expect(await shop.status(invoice.id)).toBe("amount confirmed");
      const [sweep] = await shop.sweeps(invoice);
      expect(sweep?.blockedReason).toBe("paused");
      expect((await shop.record(invoice.id)).reason).toBe("paused");
      await expectTold(shop, invoice.id, []);
      expect(await asked(invoice, "sweep_token")).toEqual([]);
    } finally {
      await lab.call(lab.boss, lab.token, callData.unpause());
      await side.mine();
    }
    await side.pass(RETRY_MS);
    await expectSweptOnce(invoice);
  });

  it("a blacklisted address: amount confirmed with the reason, others go on, and it too when freed", async () => {
    const { lab } = side;
    const [frozen, free] = [await settled(), await settled()];
    await lab.call(lab.boss, lab.token, callData.addBlackList(frozen.address));
    await side.round();
    await expectSweptOnce(free);
    expect(await shop.status(frozen.id)).toBe("amount confirmed");
    const [sweep] = await shop.sweeps(frozen);
    expect(sweep).toMatchObject({ state: "planned", blockedReason: "blacklisted" });
    expect((await shop.record(frozen.id)).reason).toBe("blacklisted");
    const abi = parseAbi(["function removeBlackList(address)"]);
    const thaw = encodeFunctionData({ abi, args: [`0x${frozen.address}`] });
    await lab.call(lab.boss, lab.token, thaw);
    await side.mine();
    await side.pass(RETRY_MS);
    await expectSweptOnce(frozen);
  });

  it("a transfer that reverts in its block is asked for again, and nothing is doubled", async () => {
    const { lab } = side;
    const invoice = await settled();
    const first = await untilSigned(invoice, "sweep_token");
    await lab.call(lab.boss, lab.token, callData.pause());
    await side.round();
    await lab.call(lab.boss, lab.token, callData.unpause());
    await side.until(async () => (await asked(invoice, "sweep_token"))[0]?.state === "reverted");
    expect((await lab.adapter.receipt(first.txHash as never))?.status).toBe("reverted");
    await side.pass(RETRY_MS);
    await expectSweptOnce(invoice);
    const tokens = await asked(invoice, "sweep_token");
    expect(tokens.map(({ state, attempt }) => [state, attempt])).toEqual([
      ["reverted", 1],
      ["final", 2],
    ]);
    expect(tokens[0]?.txHash).not.toBe(tokens[1]?.txHash);
  });

  it.each(["sweep_gas", "sweep_token"] as const)(
    "a %s that the node loses is sent again: the same bytes, the same hash",
    async (purpose) => {
      const { lab } = side;
      const invoice = await settled();
      const signed = await untilSigned(invoice, purpose);
      if ("control" in lab) await lab.control("drop", { count: 1 });
      await side.move();
      if ("rpc" in lab) await lab.rpc("anvil_dropTransaction", [`0x${signed.txHash}`]);
      await side.mine();
      expect(await lab.adapter.receipt(signed.txHash as never)).toBeNull();
      await side.move();
      expect(await last(invoice, purpose)).toMatchObject({ state: "broadcast", broadcasts: 1 });
      await side.pass(REBROADCAST_MS);
      await side.move();
      expect(await last(invoice, purpose)).toMatchObject({
        broadcasts: 2,
        txHash: signed.txHash,
        raw: signed.raw,
        attempt: 1,
      });
      await expectSweptOnce(invoice);
      expect(await asked(invoice, purpose)).toHaveLength(1);
    },
  );

  it("an empty gas wallet: blocked with the reason, and on it goes once there is gas", async () => {
    const poor = await startGateway(labs, { pool: 2, gas: false });
    try {
      const [there, here] = [poor.networks[network], side];
      const poorShop = openShop(there);
      side = there;
      const invoice = await settled(poorShop);
      await there.round();
      await there.pass(RETRY_MS);
      await there.round();
      expect(await poorShop.status(invoice.id)).toBe("amount confirmed");
      const [sweep] = await poorShop.sweeps(invoice);
      expect(sweep).toMatchObject({ state: "planned", blockedReason: "the gas wallet is short" });
      const gas = network === "USDT-ERC20" ? 10n ** 18n : 1_000_000_000n;
      await there.lab.fund(await there.gasWallet(), gas);
      await there.mine();
      await there.pass(RETRY_MS);
      await expectSweptOnce(invoice, poorShop);
      side = here;
    } finally {
      side = gateway.networks[network];
      await poor.stop();
    }
  });

  it("two workers at once: nothing is funded, sent, booked, credited or told twice", async () => {
    const other = connect({ url: gateway.workerUrl, name: "test-worker-2", max: 10 });
    const adapter = side.lab.connect();
    const both = (work: typeof side.watch) =>
      // A worker that comes second may find that the cursor moved under it; its loop begins anew.
      Promise.allSettled([work(), work({ db: other }, adapter)]);
    try {
      const invoices = [];
      for (let made = 0; made < 4; made += 1) invoices.push(await shop.invoice("50"));
      for (const invoice of invoices) await shop.pay(invoice.address, "50");
      for (let round = 0; round < 16; round += 1) {
        await side.mine();
        await both(side.watch);
        await both(side.move);
        await Promise.all([side.sign(), side.sign()]);
        await both(side.move);
      }
      for (const invoice of invoices) {
        await expectSweptOnce(invoice);
        expect(await asked(invoice, "sweep_gas")).toHaveLength(1);
        expect(await asked(invoice, "sweep_token")).toHaveLength(1);
        const subjects = [invoice.id, ...(await shop.sweeps(invoice)).map((sweep) => sweep.id)];
        const log = await gateway.worker.sql<{ action: string }[]>`
          select action from audit_log where subject_id = any(${subjects}) order by id`;
        expect(log.map(({ action }) => action).sort()).toEqual([
          "invoice.confirmed",
          "invoice.created",
          "invoice.payment_final",
          "sweep.planned",
          "sweep.settled",
        ]);
      }
    } finally {
      await other.close();
    }
  });

  it("two workers that find too little gas on a funded address send more once", async () => {
    const other = connect({ url: gateway.workerUrl, name: "test-worker-2", max: 10 });
    const adapter = side.lab.connect();
    const invoice = await settled();
    const dear: typeof adapter = {
      ...adapter,
      quote: async (intent) => {
        const quote = await adapter.quote(intent);
        return intent.kind === "token" ? { ...quote, native: quote.native * 2n } : quote;
      },
    };
    const both = () => Promise.all([side.move({}, dear), side.move({ db: other }, { ...dear })]);
    try {
      await side.move();
      await side.sign();
      const isFinal = async () => (await asked(invoice, "sweep_gas"))[0]?.state === "final";
      for (let round = 0; round < 12 && !(await isFinal()); round += 1) {
        await side.mine();
        await both();
      }
      await both();
      const requests = await asked(invoice, "sweep_gas");
      expect(requests.map(({ state, attempt }) => [state, attempt])).toEqual([
        ["final", 1],
        ["pending", 2],
      ]);
      await expectSweptOnce(invoice);
    } finally {
      await other.close();
    }
  });
});

describe("a Tron transaction that was signed and not sent", () => {
  it("is dead only when a solid block is past its expiry, and is then built anew", async () => {
    const side = gateway.networks["USDT-TRC20"];
    const shop = openShop(side);
    const invoice = await shop.invoice("50");
    await shop.pay(invoice.address, "50");
    const tokens = async () =>
      (await shop.requests(invoice)).filter((request) => request.purpose === "sweep_token");
    await side.until(async () => (await tokens())[0]?.state === "signed");
    const [signed] = await tokens();
    const expiry = present(signed?.expiresAt, "the expiry");
    const { final } = await side.lab.adapter.heads();
    await labs.tron.control("solid", { at: final.height });
    await side.pass(expiry.getTime() - side.now().getTime());
    expect(side.now() > expiry).toBe(true);
    for (let tries = 0; tries < 3; tries += 1) {
      await side.move();
      await side.pass(REBROADCAST_MS);
    }
    expect((await tokens()).map(({ state }) => state)).toEqual(["broadcast"]);
    await labs.tron.control("solid", {});
    await side.mine();
    await side.move();
    expect((await tokens())[0]).toMatchObject({ state: "dead", lastError: "expired" });
    await shop.untilStatus(invoice, "confirmed");
    expect((await tokens()).map(({ state, attempt }) => [state, attempt])).toEqual([
      ["dead", 1],
      ["final", 2],
    ]);
    await expectTold(shop, invoice.id, ["confirmed"]);
    await side.checkBooks();
  });
});

describe("what the signer refuses", () => {
  it("rests, is asked for again, and leaves no gap in the nonces", async () => {
    const side = gateway.networks["USDT-ERC20"];
    const shop = openShop(side);
    const invoice = await shop.invoice("50");
    await shop.pay(invoice.address, "50");
    await side.mine(side.lab.confirmations);
    await side.watch();
    await side.move();
    const [pending] = await shop.requests(invoice);
    await gateway.worker.orm
      .update(signingRequests)
      .set({ value: 10n ** 18n })
      .where(eq(signingRequests.id, present(pending, "the request").id));
    await side.sign();
    expect(await shop.requests(invoice)).toMatchObject([{ state: "refused" }]);
    await side.move();
    expect((await shop.sweeps(invoice))[0]?.blockedReason).toMatch(/the signer refused/);
    await side.pass(2 * MINUTE_MS);
    await shop.untilStatus(invoice, "confirmed");
    const [refused, again] = await shop.requests(invoice);
    expect(again).toMatchObject({ attempt: 2, state: "final", nonce: refused?.nonce });
    await side.checkBooks();
  });
});
