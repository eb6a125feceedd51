import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ChainAdapter } from "@/lib/chains";
import { NETWORK_IDS } from "@/lib/kit";
import { settleFees } from "@/lib/payouts";
import { callData } from "../support/chains/lab";
import { type NodeProxy, type ProxiedCall, startProxy } from "../support/chains/node-proxy";
import {
  type Gateway,
  type Labs,
  type NetworkSide,
  startGateway,
  startLabs,
} from "../support/gateway";
import { openShop, usdt } from "../support/shop";
import { openTill, type Payout, type Till } from "../support/withdrawals";

const RETRY_MS = 15_000;
const NOTHING_MOVED = "the chain says that it succeeded, but no tokens moved";

let labs: Labs;
let gateway: Gateway;
beforeAll(async () => {
  labs = await startLabs();
  gateway = await startGateway(labs, { pool: 10 });
});
afterAll(async () => {
  await gateway?.stop();
  await labs?.stop();
});

/** Receipts without their logs. */
function withoutLogs({ path, body }: ProxiedCall, answer: unknown): unknown {
  if (/gettransactioninfobyid$/.test(path)) {
    const { log: _stripped, ...rest } = answer as { log?: unknown };
    return rest;
  }
  const calls = [body].flat() as { id: number; method?: string }[];
  const receipts = calls.filter((one) => one.method === "eth_getTransactionReceipt");
  const strip = (one: { id: number; result?: object | null }) =>
    one.result && receipts.some(({ id }) => id === one.id)
      ? { ...one, result: { ...one.result, logs: [] } }
      : one;
  return Array.isArray(answer) ? answer.map(strip) : strip(answer as { id: number });
}

describe.each(NETWORK_IDS)("a payment that succeeded without its transfer on %s", (network) => {
  let side: NetworkSide;
  let till: Till;
  let proxy: NodeProxy;
  let lying: ChainAdapter;
  beforeAll(async () => {
    side = gateway.networks[network];
    till = openTill(side);
    await till.fill("1000");
    proxy = await startProxy(side.lab.url);
    lying = side.lab.connect({ urls: [proxy.url] });
  });
  afterAll(() => proxy?.stop());

  /** Rounds in which the payouts' node tells of no logs. */
  async function through(rounds: number): Promise<void> {
    for (let round = 0; round < rounds; round += 1) {
      await side.mine();
      await side.watch();
      await side.move({}, lying);
      await side.sign();
    }
  }

  const halts = async ({ id }: { readonly id: string }) => {
    const rows = await gateway.worker.sql`
      select 1 from audit_log where subject_id = ${id} and action like '%.halted'`;
    return rows.length;
  };

  async function expectHalted(payout: Payout): Promise<void> {
    const row = await till.row(payout);
    expect(row).toMatchObject({ state: "sent", blockedReason: NOTHING_MOVED, completedAt: null });
    expect(await till.story(payout)).toEqual(["withdrawal 1 final"]);
    expect(await till.told(payout)).toEqual([]);
    expect(await till.shop.balance("held")).toBe(usdt("100"));
    expect(await halts(payout)).toBe(1);
  }

  it("is neither told nor booked nor paid again; and it is, once its receipt shows the transfer", async () => {
    const payout = await till.order("100");
    proxy.tamper = withoutLogs;
    await through(14);
    await expectHalted(payout);
    await side.pass(2 * RETRY_MS);
    await through(14);
    await expectHalted(payout);
    proxy.tamper = null;
    await side.pass(RETRY_MS);
    await through(3);
    await till.expectPaidOnce(payout);
    expect(await till.told(payout)).toEqual(["completed"]);
    expect(await till.shop.balance("held")).toBe(0n);
    await side.checkBooks();
  });

  it("delays no other payment", async () => {
    const halted = await till.order("100");
    proxy.tamper = withoutLogs;
    await through(14);
    await expectHalted(halted);
    proxy.tamper = null;
    const other = await till.order("50");
    await till.expectPaidOnce(other);
    await till.expectPaidOnce(halted);
    await side.checkBooks();
  });

  it("of collected fees leaves them in their account", async () => {
    const shop = openShop(side);
    const invoice = await shop.invoice("2000");
    await shop.pay(invoice.address, "2000");
    await shop.untilStatus(invoice, "confirmed");
    const fees = await shop.balance("fees");
    const to = side.lab.adapter.formatAddress(
      gateway.desk.operatorWallets?.get(network) as Parameters<ChainAdapter["formatAddress"]>[0],
    );
    const wallets = { "USDT-ERC20": null, "USDT-TRC20": null, [network]: to };
    expect(await settleFees(side.job(), { wallets })).toBe(1);
    const rows = () => gateway.worker.sql<{ id: string; state: string; blocked: string | null }[]>`
      select id, state, blocked_reason as blocked from withdrawals
      where network = ${network} and type = 'fee_settlement'`;
    proxy.tamper = withoutLogs;
    await through(14);
    expect(await rows()).toMatchObject([{ state: "sent", blocked: NOTHING_MOVED }]);
    expect(await halts((await rows())[0] as { id: string })).toBe(1);
    expect(await shop.balance("fees")).toBe(fees);
    proxy.tamper = null;
    await side.pass(RETRY_MS);
    await side.until(async () => (await rows())[0]?.state === "settled", 30);
    expect(await shop.balance("fees")).toBe(0n);
    await side.checkBooks();
  });
});

describe.each(NETWORK_IDS)("a token that takes a fee of each transfer on %s", (network) => {
  it("pays what was sent: the recipient got less, the books say what left the wallet", async () => {
    const side = gateway.networks[network];
    const { lab } = side;
    const till = openTill(side);
    await till.fill("200");
    const wallet = await side.merchantWallet();
    const before = await till.owns(wallet);
    await lab.call(lab.boss, lab.token, callData.setParams(10n, 40n));
    await side.mine();
    const payout = await till.order("100");
    try {
      await till.untilState(payout, "settled", 60);
    } finally {
      await lab.call(lab.boss, lab.token, callData.setParams(0n, 0n));
      await side.mine();
    }
    expect(await till.owns(payout.to)).toBe(payout.net - payout.net / 1_000n);
    expect(await till.owns(wallet)).toBe(before - payout.net);
    expect(await till.told(payout)).toEqual(["completed"]);
    expect(await till.shop.balance("held")).toBe(0n);
    await side.checkBooks();
  });
});

describe("a token on Ethereum that does nothing and says so to nobody", () => {
  it("halts the payment for good: its hold stays, and it is never paid by another one", async () => {
    const side = gateway.networks["USDT-ERC20"];
    const { ethereum } = labs;
    const till = openTill(side);
    await till.fill("200");
    const payout = await till.order("100");
    await till.untilAttempt(payout, "signed");
    const token = `0x${ethereum.token}`;
    const code = await ethereum.rpc("eth_getCode", [token, "latest"]);
    await ethereum.rpc("anvil_setCode", [token, "0x00"]);
    await side.move();
    await side.mine();
    await ethereum.rpc("anvil_setCode", [token, code]);
    for (let round = 0; round < 30; round += 1) await side.round();
    expect(await till.row(payout)).toMatchObject({
      state: "sent",
      blockedReason: NOTHING_MOVED,
      completedAt: null,
    });
    expect(await till.story(payout)).toEqual(["withdrawal 1 final"]);
    expect(await till.told(payout)).toEqual([]);
    expect(await till.owns(payout.to)).toBe(0n);
    expect(await till.shop.balance("held")).toBe(usdt("100"));
    await till.expectPaidOnce(await till.order("50"));
  });
});
