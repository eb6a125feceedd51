import { eq, inArray } from "drizzle-orm";
import { encodeFunctionData, parseAbi } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Address } from "@/lib/chains";
import { CREATE2_FACTORY, encodeDeployCall } from "@/lib/chains/ethereum/sweep-delegate";
import { jobContext, operatorContext } from "@/lib/command";
import { signingRequests, sweepBatches, sweeps } from "@/lib/db";
import { newId, present, silentLogger } from "@/lib/kit";
import { signNext } from "@/lib/signer";
import { listSweepCosts } from "@/lib/sweeps";
import { callData } from "../support/chains/lab";
import { Bomb, Crash, crashingAdapter, crashingDatabase } from "../support/crashing";
import {
  type Gateway,
  type Labs,
  type NetworkSide,
  startGateway,
  startLabs,
} from "../support/gateway";
import { expectTold, type Invoice, openShop, type Shop, usdt } from "../support/shop";

const NETWORK = "USDT-ERC20";
const RETRY_MS = 15_000;
const CRASHES = 12;

let labs: Labs;
let gateway: Gateway;
let side: NetworkSide;
let shop: Shop;
beforeAll(async () => {
  labs = await startLabs();
  gateway = await startGateway(labs, { batches: true, pool: 100 });
  side = gateway.networks[NETWORK];
  shop = openShop(side);
  await deploy(await side.merchantWallet());
});
afterAll(async () => {
  await gateway?.stop();
  await labs?.stop();
});

/** Anyone may make the contract: its address says what it does. */
async function deploy(treasury: Address): Promise<void> {
  const { lab } = side;
  const operator = await side.gasWallet();
  const data = encodeDeployCall({ operator, treasury, token: lab.token });
  await lab.call(lab.boss, CREATE2_FACTORY, `0x${data}`);
  await lab.mine();
  const site = await lab.adapter.findBatchSite(operator, treasury, []);
  expect(site?.deployed).toBe(true);
}

/** Invoices of 50 that are paid and wait for their sweeps, of which none is decided. */
async function due(count: number, of = shop): Promise<Invoice[]> {
  const invoices: Invoice[] = [];
  for (let made = 0; made < count; made += 1) invoices.push(await of.invoice("50"));
  for (const invoice of invoices) await of.pay(invoice.address, "50");
  await side.mine(side.lab.confirmations);
  await side.watch();
  for (const invoice of invoices) expect(await of.status(invoice.id)).toBe("amount confirmed");
  return invoices;
}

const sweepOf = async (invoice: Invoice) =>
  present((await shop.sweeps(invoice)).at(-1), "the sweep");
async function batchOf(invoice: Invoice) {
  const { batchId } = await sweepOf(invoice);
  const requests = await gateway.worker.orm
    .select()
    .from(signingRequests)
    .where(eq(signingRequests.causeId, present(batchId, "the batch")));
  return present(requests.at(-1), "its request");
}
const bookedCosts = () =>
  listSweepCosts(operatorContext(gateway.worker, "test", silentLogger), {
    network: NETWORK,
    limit: 100,
  });

describe("sweeps in batches", () => {
  it("five at once are one transaction, and each settles by its own transfer", async () => {
    const invoices = await due(5);
    for (const invoice of invoices) await shop.untilStatus(invoice, "confirmed", 20);
    const { batchId } = await sweepOf(present(invoices[0], "the first"));
    for (const invoice of invoices) {
      expect(await shop.sweeps(invoice)).toMatchObject([
        { state: "settled", method: "batch", batchId, receivedUnits: usdt("50") },
      ]);
      expect(await shop.requests(invoice)).toEqual([]);
      await expectTold(shop, invoice.id, ["confirmed"]);
      expect(await side.lab.adapter.tokenBalance(invoice.address, "final")).toBe(0n);
    }
    const request = await batchOf(present(invoices[0], "the first"));
    expect(request).toMatchObject({ state: "final", kind: "sweep_batch", attempt: 1 });
    const ids = await Promise.all(invoices.map(async (invoice) => (await sweepOf(invoice)).id));
    const costs = (await bookedCosts()).filter(({ id }) => ids.includes(id));
    expect(costs).toHaveLength(5);
    expect(costs.reduce((sum, { fee }) => sum + fee, 0n)).toBe(request.feePaid);
    for (const { method, transactions } of costs) {
      expect(method).toBe("batch");
      expect(transactions).toMatchObject([
        { purpose: "sweep_batch", hash: `0x${request.txHash}`, fee: request.feePaid },
      ]);
    }
    await side.checkBooks();
  });

  it("one alone is cheaper by itself, and its costs are its own two transactions", async () => {
    const [invoice] = (await due(1)) as [Invoice];
    await shop.untilStatus(invoice, "confirmed", 30);
    expect(await sweepOf(invoice)).toMatchObject({ method: "classic", batchId: null });
    const requests = await shop.requests(invoice);
    expect(requests.map(({ purpose, state }) => [purpose, state])).toEqual([
      ["sweep_gas", "final"],
      ["sweep_token", "final"],
    ]);
    const { id } = await sweepOf(invoice);
    const cost = present(
      (await bookedCosts()).find((entry) => entry.id === id),
      "its cost",
    );
    const paid = requests.reduce((sum, { feePaid }) => sum + (feePaid ?? 0n), 0n);
    expect(cost.fee).toBe(paid);
    expect(cost.transactions.map(({ purpose }) => purpose)).toEqual(["sweep_gas", "sweep_token"]);
    await side.checkBooks();
  });

  it("one that is blacklisted is left out, and waits with its reason", async () => {
    const [frozen, ...others] = (await due(4)) as [Invoice, ...Invoice[]];
    await side.lab.call(side.lab.boss, side.lab.token, callData.addBlackList(frozen.address));
    for (const invoice of others) await shop.untilStatus(invoice, "confirmed", 20);
    for (const invoice of others) expect((await sweepOf(invoice)).method).toBe("batch");
    expect(await sweepOf(frozen)).toMatchObject({ state: "planned", blockedReason: "blacklisted" });
    await thaw(frozen);
    await side.pass(RETRY_MS);
    await shop.untilStatus(frozen, "confirmed", 60);
    await side.checkBooks();
  });

  it("one that fails inside a batch undoes no other, and goes the plain way", async () => {
    const invoices = (await due(3)) as [Invoice, Invoice, Invoice];
    await side.move();
    await side.sign();
    expect((await sweepOf(invoices[0])).state).toBe("batched");
    // Signed and not sent: now the chain changes its mind about one of them.
    await side.lab.call(side.lab.boss, side.lab.token, callData.addBlackList(invoices[0].address));
    await side.mine();
    for (const invoice of invoices.slice(1)) await shop.untilStatus(invoice, "confirmed", 20);
    expect(await sweepOf(invoices[0])).toMatchObject({ state: "planned", plainOnly: true });
    expect(await shop.status(invoices[0].id)).toBe("amount confirmed");
    await thaw(invoices[0]);
    await side.pass(RETRY_MS);
    await shop.untilStatus(invoices[0], "confirmed", 60);
    expect(await shop.sweeps(invoices[0])).toMatchObject([{ state: "settled", method: "classic" }]);
    const cost = present(
      (await bookedCosts()).find(({ transactions }) => transactions.length === 3),
      "the sweep that was in a batch and then went by itself",
    );
    expect(cost.transactions.map(({ purpose }) => purpose)).toEqual([
      "sweep_batch",
      "sweep_gas",
      "sweep_token",
    ]);
    await side.checkBooks();
  });

  it("one that is refused is swept one by one", async () => {
    const invoices = await due(3);
    await side.move();
    const request = await batchOf(present(invoices[0], "the first"));
    await gateway.worker.orm
      .update(signingRequests)
      .set({ toAddress: "11".repeat(20) })
      .where(eq(signingRequests.id, request.id));
    await side.sign();
    for (const invoice of invoices) await shop.untilStatus(invoice, "confirmed", 60);
    for (const invoice of invoices) expect((await sweepOf(invoice)).method).toBe("classic");
    const [refused] = await gateway.worker.orm
      .select()
      .from(signingRequests)
      .where(eq(signingRequests.id, request.id));
    expect(refused).toMatchObject({ state: "refused", refusal: "delegate" });
    await side.checkBooks();
  });

  it("two workers make one batch of them", async () => {
    const invoices = await due(3);
    await Promise.all([side.move(), side.move(), side.move()]);
    const ids = await Promise.all(invoices.map(async (one) => (await sweepOf(one)).batchId));
    expect(new Set(ids).size).toBe(1);
    for (const invoice of invoices) await shop.untilStatus(invoice, "confirmed", 20);
    await side.checkBooks();
  });

  it("one that no block takes is replaced at its nonce, and sweeps once", async () => {
    const invoices = await due(3);
    await side.move();
    await side.sign();
    const { batchId } = await sweepOf(present(invoices[0], "the first"));
    const dear = `0x${(200n * 10n ** 9n).toString(16)}`;
    for (let rounds = 0; rounds < 60; rounds += 1) {
      await labs.ethereum.rpc("anvil_setNextBlockBaseFeePerGas", [dear]);
      await side.round();
      if ((await shop.status(present(invoices[2], "the last").id)) === "confirmed") break;
    }
    for (const invoice of invoices) {
      expect(await shop.sweeps(invoice)).toMatchObject([
        { state: "settled", method: "batch", batchId, receivedUnits: usdt("50") },
      ]);
    }
    const attempts = await gateway.worker.orm
      .select()
      .from(signingRequests)
      .where(eq(signingRequests.causeId, present(batchId, "the batch")));
    expect(attempts.length).toBeGreaterThan(1);
    expect(new Set(attempts.map(({ nonce }) => nonce)).size).toBe(1);
    expect(attempts.filter(({ state }) => state === "final")).toHaveLength(1);
    await side.checkBooks();
  });

  async function thaw(invoice: Invoice): Promise<void> {
    const abi = parseAbi(["function removeBlackList(address)"]);
    const data = encodeFunctionData({
      abi,
      functionName: "removeBlackList",
      args: [`0x${invoice.address}`],
    });
    await side.lab.call(side.lab.boss, side.lab.token, data);
    await side.mine();
  }
});

describe("a batch whose worker or signer is killed", () => {
  let steps = 0;

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
      for (let at = error; bomb.isOff && at instanceof Error; at = at.cause) {
        if (at instanceof Crash) return false;
      }
      throw error;
    }
  }

  async function live(bomb: Bomb): Promise<Invoice[]> {
    const invoices = await due(2);
    const isOver = async () => {
      const states = await Promise.all(invoices.map((invoice) => shop.status(invoice.id)));
      return states.every((status) => status === "confirmed");
    };
    for (let rounds = 0; rounds < 40; rounds += 1) {
      if (await isOver()) return invoices;
      await side.mine();
      const isWhole = await round(bomb.isOff ? new Bomb(Number.POSITIVE_INFINITY) : bomb);
      if (!isWhole) await round(new Bomb(Number.POSITIVE_INFINITY));
    }
    throw new Error("the batch was not swept in 40 rounds");
  }

  async function expectOnce(invoices: readonly Invoice[]): Promise<void> {
    for (const invoice of invoices) {
      await expectTold(shop, invoice.id, ["confirmed"]);
      expect(await shop.sweeps(invoice)).toMatchObject([
        { state: "settled", method: "batch", receivedUnits: usdt("50") },
      ]);
      expect(await shop.requests(invoice)).toEqual([]);
    }
    const batchIds = await Promise.all(invoices.map(async (one) => (await sweepOf(one)).batchId));
    expect(new Set(batchIds).size).toBe(1);
    const requests = await gateway.worker.orm
      .select()
      .from(signingRequests)
      .where(
        inArray(
          signingRequests.causeId,
          batchIds.filter((id) => id !== null),
        ),
      );
    expect(requests.map(({ state, attempt }) => [state, attempt])).toEqual([["final", 1]]);
  }

  it("is swept once, wherever that happens", { timeout: 600_000 }, async () => {
    const whole = new Bomb(Number.POSITIVE_INFINITY);
    await expectOnce(await live(whole));
    steps = whole.passed;
    expect(steps).toBeGreaterThan(CRASHES);
    for (let point = 0; point < CRASHES; point += 1) {
      const at = 1 + Math.floor((point * (steps - 1)) / (CRASHES - 1));
      const bomb = new Bomb(at);
      const invoices = await live(bomb);
      expect(bomb.isOff, `point ${at} of ${steps}`).toBe(true);
      await expectOnce(invoices);
    }
    await side.checkBooks();
    const open = await gateway.worker.orm.$count(sweepBatches, eq(sweepBatches.state, "sending"));
    expect(open).toBe(0);
  });
});

describe("the contract for batches", () => {
  it("is asked for when so many sweeps would have paid for it, and then used", async () => {
    const other = openShop(side, 1);
    const treasury = await side.merchantWallet(1);
    const past = Array.from({ length: 40 }, () => ({
      merchantId: other.merchantId,
      id: newId(),
      network: NETWORK as typeof side.network,
      fromAddress: "22".repeat(20),
      toAddress: treasury,
      amountUnits: usdt("1"),
      state: "settled" as const,
      createdAt: side.now(),
      settledAt: side.now(),
    }));
    const isDeployed = async () =>
      (await side.lab.adapter.findBatchSite(await side.gasWallet(), treasury, []))?.deployed;
    const first = await due(1, other);
    await other.untilStatus(present(first[0], "it"), "confirmed", 30);
    expect(await isDeployed()).toBe(false);
    await gateway.worker.orm.insert(sweeps).values(past);
    const second = await due(1, other);
    await other.untilStatus(present(second[0], "it"), "confirmed", 30);
    expect(await isDeployed()).toBe(true);
    const asked = await gateway.worker.orm
      .select()
      .from(signingRequests)
      .where(eq(signingRequests.purpose, "delegate_deployment"));
    expect(asked).toMatchObject([{ state: "final", merchantId: other.merchantId, value: 0n }]);
    const third = await due(3, other);
    for (const invoice of third) await other.untilStatus(invoice, "confirmed", 30);
    for (const invoice of third) {
      expect(await other.sweeps(invoice)).toMatchObject([{ method: "batch" }]);
    }
  });
});
