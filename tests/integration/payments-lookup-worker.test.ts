import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type Context, jobContext } from "@/lib/command";
import { answerLookups, forgetLookups, type Looker } from "@/lib/deposits";
import { findLookup, requestLookup } from "@/lib/invoices";
import { silentLogger } from "@/lib/kit";
import { startWorker, type Worker } from "@/lib/worker";
import { type NodeProxy, startProxy } from "../support/chains/node-proxy";
import {
  type Gateway,
  type Labs,
  type NetworkSide,
  startGateway,
  startLabs,
} from "../support/gateway";
import { type Invoice, openShop, type Shop } from "../support/shop";

/** Of a node that never answers; nothing else takes so long. */
const TIMEOUT_MS = 1_000;
const PATIENCE = { timeout: 25_000, interval: 50 };

let labs: Labs;
let gateway: Gateway;
let side: NetworkSide;
let shop: Shop;
beforeAll(async () => {
  labs = await startLabs();
  gateway = await startGateway(labs, { pool: 20, gas: false });
  side = gateway.networks["USDT-TRC20"];
  shop = openShop(side);
});
afterAll(async () => {
  await gateway?.stop();
  await labs?.stop();
});

const payer = (): Context => ({
  db: gateway.web,
  merchantId: null,
  actor: { kind: "public" },
  permissions: new Set(),
  requestId: "req_test",
  log: silentLogger,
  now: side.now,
});
const ask = async (invoice: Invoice, hash: string) =>
  (await requestLookup(payer(), invoice.code, hash))?.id ?? "";
const reasonOf = async (invoice: Invoice, id: string) =>
  (await findLookup(gateway.web, invoice.code, id, side.now()))?.reason;
const hashOf = (n: number) => n.toString(16).padStart(64, "a");

describe("C-31: the worker's round of questions", () => {
  const work = (lookers: readonly Looker[]) =>
    answerLookups(jobContext(gateway.worker, "lookups", silentLogger, side.now), lookers);
  const looker = (look: Looker["look"], over: Partial<Looker> = {}): Looker => {
    const { network, token, requiredConfirmations } = side.lab.adapter;
    const formatAddress = side.lab.adapter.formatAddress.bind(side.lab.adapter);
    return { network, token, requiredConfirmations, formatAddress, look, ...over };
  };
  const unknown = () => Promise.resolve({ kind: "unknown" } as const);

  it("takes four at once: a flood of questions is no flood at the nodes", async () => {
    const invoice = await shop.invoice("5");
    const ids: string[] = [];
    for (let n = 0; n < 6; n += 1) ids.push(await ask(invoice, hashOf(n)));
    const rounds = [await work([looker(unknown)]), await work([looker(unknown)])];
    expect(rounds).toEqual([4, 2]);
    for (const id of ids) expect(await reasonOf(invoice, id)).toBe("unknown");
  });

  it("leaves what pages gave up on, so that who still waits is heard", async () => {
    const invoice = await shop.invoice("5");
    const old = await ask(invoice, hashOf(8));
    await side.pass(301_000);
    const id = await ask(invoice, hashOf(9));
    expect(await work([looker(unknown)])).toBe(1);
    expect(await reasonOf(invoice, id)).toBe("unknown");
    expect(await reasonOf(invoice, old)).toBe("unavailable");
  });

  it("ends after twelve seconds, whatever a node does", async () => {
    const invoice = await shop.invoice("5");
    const id = await ask(invoice, hashOf(10));
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      let asked: () => void = () => undefined;
      const asking = new Promise<void>((resolve) => {
        asked = resolve;
      });
      const round = work([
        looker(() => {
          asked();
          return new Promise(() => undefined);
        }),
      ]);
      await asking;
      await vi.advanceTimersByTimeAsync(12_000);
      vi.useRealTimers();
      expect(await round).toBe(1);
    } finally {
      vi.useRealTimers();
    }
    expect(await reasonOf(invoice, id)).toBe("unavailable");
  });

  it("one question that can't be answered holds up no other", async () => {
    const invoice = await shop.invoice("5");
    const stranger = side.lab.newAccount().address;
    const sent = { contract: side.lab.token, from: stranger, to: stranger, value: 5n };
    const mined = {
      kind: "mined",
      status: "success",
      block: { height: 1, hash: hashOf(1) as never, time: side.now() },
      confirmations: 1,
      final: false,
    } as const;
    const look: Looker["look"] = (hash) =>
      Promise.resolve(hash === hashOf(20) ? { ...mined, transfers: [sent] } : { kind: "unknown" });
    const broken = {
      formatAddress: () => {
        throw new Error("broken");
      },
    };
    const ids = [await ask(invoice, hashOf(20)), await ask(invoice, hashOf(21))];
    expect(await work([looker(look, broken)])).toBe(2);
    expect(await reasonOf(invoice, ids[1] ?? "")).toBe("unknown");
    expect(await reasonOf(invoice, ids[0] ?? "")).toBeNull();
    // Not at once again: it has its lease, and the page gives up on it after half a minute.
    expect(await work([looker(look, broken)])).toBe(0);
    await gateway.worker.sql`update payment_lookups set leased_until = now()`;
    expect(await work([looker(look)])).toBe(1);
    expect(await reasonOf(invoice, ids[0] ?? "")).toBe("other_address");
  });
});

it("C-31: a flood of questions is forgotten in one round a day later", async () => {
  const invoice = await shop.invoice("5");
  const id = await ask(invoice, hashOf(40));
  await gateway.worker
    .sql`update payment_lookups set leased_until = now() + interval '1 hour' where id = ${id}`;
  const [merchant] = gateway.merchants;
  await gateway.web.sql.begin(async (sql) => {
    await sql`select set_config('app.merchant', ${merchant.merchantId}, true)`;
    await sql`
      insert into payment_lookups (merchant_id, id, invoice_id, tx_hash, created_at)
      select merchant_id, gen_random_uuid(), invoice_id, tx_hash, created_at - interval '25 hours'
      from payment_lookups, generate_series(1, 2500) where id = ${id}`;
  });
  const ctx = jobContext(gateway.worker, "forget", silentLogger, side.now);
  expect(await forgetLookups(ctx)).toBeGreaterThanOrEqual(2_500);
  expect(await reasonOf(invoice, id)).toBeNull();
});

describe("C-31: a worker whose node of one network", () => {
  let node: NodeProxy;
  let worker: Worker | null = null;
  beforeEach(async () => {
    node = await startProxy(labs.tron.url);
  });
  afterEach(async () => {
    await worker?.stop();
    worker = null;
    await node.stop();
  });

  const start = () => {
    worker = startWorker({
      db: gateway.worker,
      adapters: [
        gateway.networks["USDT-ERC20"].lab.adapter,
        labs.tron.connect({ urls: [node.url], timeoutMs: TIMEOUT_MS }),
      ],
      deliver: () => Promise.resolve(),
      log: silentLogger,
      scanIntervalMs: 60_000,
      now: side.now,
    });
  };
  const answered = async (invoice: Invoice, hash: string) => {
    const id = await ask(invoice, hash);
    await expect.poll(() => reasonOf(invoice, id), PATIENCE).not.toBeNull();
    return reasonOf(invoice, id);
  };

  it("is down, and back", async () => {
    const invoice = await shop.invoice("5");
    const hash = await shop.pay(invoice.address, "5");
    await side.mine();
    node.fault = { kind: "hang-up" };
    start();
    expect(await answered(invoice, hash)).toBe("unavailable");
    node.fault = null;
    // The next minute's question.
    await side.pass(61_000);
    await expect
      .poll(async () => {
        await side.pass(61_000);
        return answered(invoice, hash);
      }, PATIENCE)
      .toMatch(/^(found|not_final)$/);
  });

  it("never answers", async () => {
    const invoice = await shop.invoice("5");
    node.fault = { kind: "silence" };
    start();
    expect(await answered(invoice, hashOf(30))).toBe("unavailable");
  });

  it("serves another chain: what that one says is not told", async () => {
    const invoice = await shop.invoice("5");
    const hash = await shop.pay(invoice.address, "5");
    await side.mine();
    node.tamper = ({ body }, answer) =>
      (body as { id_or_num?: string }).id_or_num === "0"
        ? { ...(answer as object), blockID: "ff".repeat(32) }
        : answer;
    start();
    expect(await answered(invoice, hash)).toBe("unavailable");
  });
});
