import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { LookupView } from "@/lib/api";
import { type Context, jobContext } from "@/lib/command";
import { answerLookups, forgetLookups, type Looker } from "@/lib/deposits";
import { findLookup, requestLookup } from "@/lib/invoices";
import { AppError, type NetworkId, silentLogger } from "@/lib/kit";
import { callData, prepare } from "../support/chains/lab";
import {
  type Gateway,
  type Labs,
  type NetworkSide,
  startGateway,
  startLabs,
} from "../support/gateway";
import { type Invoice, MINUTE_MS, openShop, type Shop, usdt } from "../support/shop";

let labs: Labs;
let gateway: Gateway;
beforeAll(async () => {
  labs = await startLabs();
  gateway = await startGateway(labs, { pool: 60, gas: false });
});
afterAll(async () => {
  await gateway?.stop();
  await labs?.stop();
});

const other = { "USDT-ERC20": "USDT-TRC20", "USDT-TRC20": "USDT-ERC20" } as const;
const nobody: LookupView = {
  id: expect.any(String),
  reason: null,
  network: null,
  amount: null,
  remaining: null,
  confirmations: null,
  requiredConfirmations: null,
  walletAddress: null,
};

describe.each<NetworkId>(["USDT-ERC20", "USDT-TRC20"])("C-31: a payer of %s asks", (network) => {
  let side: NetworkSide;
  let shop: Shop;
  beforeAll(() => {
    side = gateway.networks[network];
    shop = openShop(side);
  });

  /** Anyone who holds the code. */
  const payer = (now = side.now): Context => ({
    db: gateway.web,
    merchantId: null,
    actor: { kind: "public" },
    permissions: new Set(),
    requestId: "req_test",
    log: silentLogger,
    now,
  });
  const lookers = (): readonly Looker[] =>
    Object.values(gateway.networks).map(({ lab }) => lab.adapter);
  const work = (of = lookers()) => answerLookups(side.job("lookups"), of);
  const find = (invoice: Invoice, id: string, now = side.now()) =>
    findLookup(gateway.web, invoice.code, id, now);
  async function ask(invoice: Invoice, hash: string, of = lookers()): Promise<LookupView | null> {
    const asked = await requestLookup(payer(), invoice.code, hash);
    expect(asked).toEqual(nobody);
    expect(await find(invoice, asked?.id ?? "")).toEqual(asked);
    expect(await work(of)).toBe(1);
    return find(invoice, asked?.id ?? "");
  }
  const readAll = async () => {
    while (await side.watch()) {
      // Until it has read all blocks.
    }
  };

  it("too young, then found", async () => {
    const invoice = await shop.invoice("5");
    const hash = await shop.pay(invoice.address, "5");
    await side.mine();
    const { confirmations: required } = side.lab;
    const seen = { network, amount: 5, confirmations: 1, requiredConfirmations: required };
    expect(await ask(invoice, hash)).toEqual({ ...nobody, ...seen, reason: "not_final" });
    await side.pass(MINUTE_MS);
    await side.mine(required);
    const final = { ...seen, confirmations: required, reason: "found" };
    expect(await ask(invoice, hash)).toEqual({ ...nobody, ...final });
  });

  it("not enough, whether the scanner saw it or not; both together are", async () => {
    const invoice = await shop.invoice("5");
    const first = await shop.pay(invoice.address, "2");
    await side.mine();
    const short = { reason: "not_enough", amount: 2, remaining: 3 };
    expect(await ask(invoice, first)).toMatchObject(short);
    await readAll();
    await side.pass(MINUTE_MS);
    expect(await ask(invoice, first)).toMatchObject(short);
    const second = await shop.pay(invoice.address, "3");
    await side.mine(side.lab.confirmations);
    expect(await ask(invoice, second)).toMatchObject({ reason: "found", amount: 3 });
  });

  it("too little for a payment whose time is over: nothing more is asked for", async () => {
    const invoice = await shop.invoice("5", { timerMs: MINUTE_MS });
    await side.pass(2 * MINUTE_MS);
    const hash = await shop.pay(invoice.address, "2");
    await side.mine(side.lab.confirmations);
    const found = { reason: "found", amount: 2, remaining: null };
    expect(await ask(invoice, hash)).toMatchObject(found);
  });

  it("another address: which one", async () => {
    const invoice = await shop.invoice("5");
    const stranger = side.lab.newAccount().address;
    const hash = await shop.pay(stranger, "5");
    await side.mine();
    const walletAddress = side.lab.adapter.formatAddress(stranger);
    const answer = { ...nobody, reason: "other_address", network, walletAddress };
    expect(await ask(invoice, hash)).toEqual(answer);
  });

  it("another payment of this merchant: nothing but that", async () => {
    const invoice = await shop.invoice("5");
    const { address } = await shop.invoice("5");
    const hash = await shop.pay(address, "5");
    await side.mine();
    expect(await ask(invoice, hash)).toEqual({ ...nobody, reason: "other_payment", network });
  });

  it("another merchant's payment: that it is one of this gateway is not to be had", async () => {
    const invoice = await shop.invoice("5");
    const { address } = await openShop(side, 1).invoice("7");
    const hash = await shop.pay(address, "5");
    await side.mine();
    const walletAddress = side.lab.adapter.formatAddress(address);
    const answer = { ...nobody, reason: "other_address", network, walletAddress };
    expect(await ask(invoice, hash)).toEqual(answer);
    // From a page of the other network, too.
    const there = openShop(gateway.networks[other[network]]);
    const wrong = await there.invoice("5");
    expect(await ask(wrong, hash)).toEqual({ ...nobody, reason: "wrong_network", network });
  });

  it("the other network", async () => {
    const invoice = await shop.invoice("5");
    const there = gateway.networks[other[network]];
    const account = there.lab.newAccount().address;
    const hash = await openShop(there).pay(account, "5");
    await there.mine();
    const answer = { ...nobody, reason: "wrong_network", network: there.network };
    expect(await ask(invoice, hash)).toEqual(answer);
    // Also while the page's own network is away: it can be on one alone.
    const away = lookers().map((l) => (l.network === network ? broken(l) : l));
    const second = await shop.invoice("5");
    expect(await ask(second, hash, away)).toEqual(answer);
  });

  it("another token, and none", async () => {
    const invoice = await shop.invoice("5");
    const { boss, fake, adapter } = side.lab;
    const data = callData.spoof(boss.address, invoice.address, usdt("5"));
    const spoofed = await side.lab.call(boss, fake, data);
    await side.mine();
    expect(await ask(invoice, spoofed)).toMatchObject({ reason: "wrong_token", amount: null });
    const to = side.lab.newAccount().address;
    const intent = { kind: "native", from: boss.address, to, value: 5_000_000n } as const;
    const native = await prepare(side.lab, boss, intent);
    await adapter.broadcast(native);
    await side.mine();
    expect(await ask(invoice, native.txHash)).toMatchObject({ reason: "no_tokens", amount: null });
  });

  it("one that reverted, one that waits, one that nobody knows", async () => {
    const invoice = await shop.invoice("5");
    const { boss, disperser, token } = side.lab;
    await shop.pay(disperser, "5");
    await side.mine();
    const data = callData.payThenRevert(token, invoice.address, usdt("5"));
    const reverted = await side.lab.call(boss, disperser, data);
    await side.mine();
    expect(await ask(invoice, reverted)).toEqual({ ...nobody, reason: "reverted", network });
    const waiting = await shop.pay(invoice.address, "5");
    expect(await ask(invoice, waiting)).toEqual({ ...nobody, reason: "pending", network });
    await side.mine();
    expect(await ask(invoice, "ab".repeat(32))).toEqual({ ...nobody, reason: "unknown" });
  });

  it("while a node is away", async () => {
    const invoice = await shop.invoice("5");
    const [one, two] = lookers() as [Looker, Looker];
    for (const of of [[broken(one), two] as const, [one, broken(two)] as const]) {
      const hash = (of[0] === one ? "cd" : "ce").repeat(32);
      expect(await ask(invoice, hash, [...of])).toEqual({ ...nobody, reason: "unavailable" });
    }
  });

  it("twice: one question, however many ask at once; a minute later another", async () => {
    const invoice = await shop.invoice("5");
    const hash = "ef".repeat(32);
    const again = () => requestLookup(payer(), invoice.code, hash);
    const asked = await Promise.all(Array.from({ length: 8 }, again));
    expect(new Set(asked.map((lookup) => lookup?.id)).size).toBe(1);
    const workers = await Promise.all([work(), work(), work()]);
    expect(workers.reduce((sum, n) => sum + n, 0)).toBe(1);
    expect(await again()).toMatchObject({ id: asked[0]?.id, reason: "unknown" });
    const later = new Date(side.now().getTime() + MINUTE_MS + 1);
    const next = await requestLookup(
      payer(() => later),
      invoice.code,
      hash,
    );
    expect(next?.id).not.toBe(asked[0]?.id);
    expect(await work()).toBe(1);
  });

  it("twenty times an hour and no more", async () => {
    const invoice = await shop.invoice("5");
    const hashOf = (n: number) => n.toString(16).padStart(64, "0");
    const asking = Array.from({ length: 24 }, (_, n) =>
      requestLookup(payer(), invoice.code, hashOf(n)).then(
        () => "asked",
        (error: unknown) => (error instanceof AppError ? error.code : error),
      ),
    );
    const results = await Promise.all(asking);
    expect(results.filter((result) => result === "asked")).toHaveLength(20);
    expect(results.filter((result) => result === "rate_limited")).toHaveLength(4);
    const later = () => new Date(side.now().getTime() + 61 * MINUTE_MS);
    expect(await requestLookup(payer(later), invoice.code, hashOf(99))).toMatchObject(nobody);
    while ((await work()) > 0) {
      // Until nobody waits.
    }
  });

  it("and nobody works: after half a minute it is said", async () => {
    const invoice = await shop.invoice("5");
    const asked = await requestLookup(payer(), invoice.code, "12".repeat(32));
    const later = new Date(side.now().getTime() + 30_001);
    expect(await find(invoice, asked?.id ?? "", later)).toMatchObject({ reason: "unavailable" });
    expect(await work()).toBe(1);
    expect(await find(invoice, asked?.id ?? "", later)).toMatchObject({ reason: "unknown" });
  });

  it("is answered by the next worker when one dies, and once", async () => {
    const invoice = await shop.invoice("5");
    const asked = await requestLookup(payer(), invoice.code, "34".repeat(32));
    await gateway.worker.sql`
      update payment_lookups set leased_until = now() + interval '1 hour' where id = ${asked?.id ?? ""}`;
    expect(await work()).toBe(0);
    await gateway.worker.sql`
      update payment_lookups set leased_until = now() where id = ${asked?.id ?? ""}`;
    expect(await work()).toBe(1);
    expect(await work()).toBe(0);
  });

  it("of another page, or by another's id: there is nothing", async () => {
    const [mine, alike] = [await shop.invoice("5"), await shop.invoice("5")];
    const foreign = await openShop(side, 1).invoice("5");
    const asked = await requestLookup(payer(), mine.code, "56".repeat(32));
    await work();
    const id = asked?.id ?? "";
    expect(await find(mine, id)).toMatchObject({ reason: "unknown" });
    expect(await find(alike, id)).toBeNull();
    expect(await find(foreign, id)).toBeNull();
    expect(await find({ ...mine, code: "0".repeat(22) }, id)).toBeNull();
    expect(await find(mine, "no id")).toBeNull();
    expect(await requestLookup(payer(), "0".repeat(22), "56".repeat(32))).toBeNull();
  });

  it("is forgotten after a day", async () => {
    const invoice = await shop.invoice("5");
    const asked = await requestLookup(payer(), invoice.code, "78".repeat(32));
    await work();
    const id = asked?.id ?? "";
    const forgetIn = (ms: number) =>
      forgetLookups(
        jobContext(
          gateway.worker,
          "forget",
          silentLogger,
          () => new Date(side.now().getTime() + ms),
        ),
      );
    await forgetIn(23 * 60 * MINUTE_MS);
    expect(await find(invoice, id)).not.toBeNull();
    await forgetIn(24 * 60 * MINUTE_MS + 1);
    expect(await find(invoice, id)).toBeNull();
  });
});

/** That chain with all its nodes away. */
function broken(looker: Looker): Looker {
  const { network, token, requiredConfirmations } = looker;
  return {
    network,
    token,
    requiredConfirmations,
    formatAddress: (address) => looker.formatAddress(address),
    look: () => Promise.reject(new Error("away")),
  };
}
