import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { CountingChainAdapter, Hash } from "@/lib/chains";
import { startEthereumLab } from "../support/chains/ethereum-lab";
import { type ChainLab, callData } from "../support/chains/lab";
import { type NodeProxy, type ProxiedCall, startProxy } from "../support/chains/node-proxy";
import { startTronLab, type TronLab } from "../support/chains/tron-lab";

const USDT = 1_000_000n;
const TRANSFER = "ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef";
const padded = (address: string) => address.padStart(64, "0");

describe("C-31: what else happens on Tron", () => {
  let lab: TronLab;
  let proxy: NodeProxy;
  let adapter: CountingChainAdapter;
  beforeAll(async () => {
    lab = await startTronLab();
    await lab.mine(lab.confirmations);
  });
  afterAll(() => lab?.stop());
  beforeEach(async () => {
    proxy = await startProxy(lab.url);
    adapter = lab.connect({ urls: [proxy.url] });
  });
  afterEach(() => proxy.stop());

  /** Changes what the node says of executed transactions. */
  const tamper = (change: (info: Record<string, unknown>) => object) => {
    proxy.tamper = ({ path }, answer) =>
      path.endsWith("/gettransactioninfobyid") && Object.keys(answer as object).length > 0
        ? change(answer as Record<string, unknown>)
        : answer;
  };

  test("a TRC-10 token is no USDT, whatever it calls itself", async () => {
    const { address } = lab.newAccount();
    const tx = await lab.sendAsset(address, "1002000", 5_000_000);
    expect(await adapter.look(tx)).toEqual({ kind: "pending" });
    await lab.mine();
    expect(await adapter.look(tx)).toMatchObject({
      kind: "mined",
      status: "success",
      transfers: [],
    });
  });

  test("a transfer that ran out of energy moved nothing", async () => {
    const to = lab.newAccount().address;
    const tx = await lab.call(lab.boss, lab.token, callData.transfer(to, USDT), 1_000);
    await lab.mine();
    const info = await ask(lab.url, "gettransactioninfobyid", { value: tx });
    expect(info).toMatchObject({ result: "FAILED", receipt: { result: "OUT_OF_ENERGY" } });
    expect(await adapter.look(tx)).toMatchObject({ status: "reverted", transfers: [] });
    expect(await adapter.tokenBalance(to, "latest")).toBe(0n);
  });

  test("one whose energy ran out after its log was written moved nothing either", async () => {
    const tx = await lab.call(lab.boss, lab.token, callData.transfer(lab.boss.address, USDT));
    await lab.mine();
    tamper((info) => ({ ...info, result: "FAILED", receipt: { result: "OUT_OF_TIME" } }));
    expect(await adapter.look(tx)).toMatchObject({ status: "reverted", transfers: [] });
  });

  test("a payment that is undone inside a call that succeeds is none", async () => {
    const to = lab.newAccount().address;
    await lab.call(lab.boss, lab.token, callData.transfer(lab.disperser, USDT));
    await lab.mine();
    const data = callData.payInnerRevert(lab.token, to, USDT);
    const tx = await lab.call(lab.boss, lab.disperser, data);
    await lab.mine();
    expect(await adapter.look(tx)).toMatchObject({ status: "success", transfers: [] });
  });

  test("a call that moves several tokens, and TRX inside of it: the tokens, by their contracts", async () => {
    const to = lab.newAccount().address;
    const tx = await lab.call(lab.boss, lab.token, callData.transfer(to, 2n * USDT));
    await lab.mine();
    tamper((info) => ({
      ...info,
      internal_transactions: [
        { caller_address: `41${lab.token}`, transferTo_address: `41${to}`, callValueInfo: [{}] },
      ],
      log: [
        // No token's: an approval, an NFT (four topics), one without topics.
        { address: lab.fake, topics: ["8c".repeat(32), padded(to), padded(to)], data: padded("1") },
        { address: lab.fake, topics: [TRANSFER, padded(to), padded(to), padded("7")] },
        { address: lab.fake },
        { address: lab.fake, topics: [TRANSFER, padded(to), padded(to)], data: padded("5") },
        ...(info.log as object[]),
      ],
    }));
    const from = lab.boss.address;
    expect(await adapter.look(tx)).toMatchObject({
      status: "success",
      transfers: [
        { contract: lab.fake, from: to, to, value: 5n },
        { contract: lab.token, from, to, value: 2n * USDT },
      ],
    });
  });

  test("an answer that makes no sense is none, and no reason to leave the node alone", async () => {
    const tx = await lab.call(lab.boss, lab.token, callData.transfer(lab.boss.address, USDT));
    await lab.mine();
    await refusesOne(adapter, tx, () => tamper(({ blockNumber: _none, ...info }) => info));
  });
});

describe("C-31: what else happens on Ethereum", () => {
  let lab: ChainLab;
  let proxy: NodeProxy;
  let adapter: CountingChainAdapter;
  beforeAll(async () => {
    lab = await startEthereumLab();
    await lab.mine(lab.confirmations);
  });
  afterAll(() => lab?.stop());
  beforeEach(async () => {
    proxy = await startProxy(lab.url);
    adapter = lab.connect({ urls: [proxy.url] });
  });
  afterEach(() => proxy.stop());

  const tamper = (change: (receipt: Record<string, unknown>) => object) => {
    proxy.tamper = ({ body }: ProxiedCall, answer) => {
      if ((body as { method?: string }).method !== "eth_getTransactionReceipt") return answer;
      const { result, ...rest } = answer as { result: Record<string, unknown> };
      return { ...rest, result: change(result) };
    };
  };

  test("a transaction of 2016, whose receipt says no status (EIP-658): no tokens, and no fault", async () => {
    const to = lab.newAccount().address;
    const tx = await lab.call(lab.boss, lab.token, callData.transfer(to, USDT));
    await lab.mine();
    tamper(({ status: _none, ...receipt }) => ({
      ...receipt,
      root: `0x${"12".repeat(32)}`,
      logs: [],
    }));
    expect(await adapter.look(tx)).toMatchObject({
      kind: "mined",
      status: "success",
      transfers: [],
    });
  });

  test("an answer that makes no sense is none, and no reason to leave the node alone", async () => {
    const tx = await lab.call(lab.boss, lab.token, callData.transfer(lab.boss.address, USDT));
    await lab.mine();
    await refusesOne(adapter, tx, () => tamper((receipt) => ({ ...receipt, status: "0x7" })));
  });
});

/** What a stranger asks about must not stop what money depends on: the node goes on answering at once. */
async function refusesOne(
  adapter: CountingChainAdapter,
  tx: Hash,
  breakIt: () => void,
): Promise<void> {
  await adapter.heads();
  breakIt();
  // A clock that stands still keeps a node that rests resting.
  vi.useFakeTimers({ toFake: ["Date"] });
  try {
    await expect(adapter.look(tx)).rejects.toThrow(/no node could answer/);
    expect(await adapter.block(1)).toMatchObject({ height: 1 });
  } finally {
    vi.useRealTimers();
  }
}

async function ask(url: string, method: string, body: object): Promise<unknown> {
  const response = await fetch(`${url}/wallet/${method}`, {
    method: "POST",
    body: JSON.stringify(body),
  });
  return response.json();
}
