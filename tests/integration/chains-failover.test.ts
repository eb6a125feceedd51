import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import {
  ChainMismatchError,
  ChainMovedError,
  ChainUnavailableError,
  type CountingChainAdapter,
} from "@/lib/chains";
import { startEthereumLab } from "../support/chains/ethereum-lab";
import { type ChainLab, callData, prepare, transfersTo } from "../support/chains/lab";
import {
  type Fault,
  type NodeProxy,
  type ProxiedCall,
  startProxy,
} from "../support/chains/node-proxy";
import { startTronLab } from "../support/chains/tron-lab";

const USDT = 1_000_000n;
const SHORT_TIMEOUT_MS = 1_000;

describe.each([
  { chain: "ethereum", start: startEthereumLab },
  { chain: "tron", start: startTronLab },
])("nodes of $chain that fail and lie", ({ chain, start }) => {
  let lab: ChainLab;
  let stranger: ChainLab;
  let first: NodeProxy;
  let second: NodeProxy;
  let adapter: CountingChainAdapter;

  beforeAll(async () => {
    lab = await start();
    stranger = await start({ chainId: 31_338 });
    await lab.mine(lab.confirmations);
  });
  afterAll(async () => {
    await lab?.stop();
    await stranger?.stop();
  });
  beforeEach(async () => {
    first = await startProxy(lab.url);
    second = await startProxy(lab.url);
    adapter = lab.connect({ urls: [first.url, second.url] });
  });
  afterEach(async () => {
    vi.useRealTimers();
    await first.stop();
    await second.stop();
  });

  const faults: [string, Fault][] = [
    ["is silent", { kind: "silence" }],
    ["hangs up", { kind: "hang-up" }],
    ["answers 500", { kind: "status", status: 500 }],
    ["answers 429", { kind: "status", status: 429 }],
    ["answers 403", { kind: "status", status: 403 }],
    ["answers no JSON", { kind: "garbage" }],
  ];
  test.each(faults)(
    "the first %s: the second answers, the first is left alone",
    async (_, fault) => {
      // Only silence needs a limit to end it, and a busy machine may be slow to answer.
      const limit = fault.kind === "silence" ? { timeoutMs: SHORT_TIMEOUT_MS } : {};
      adapter = lab.connect({ urls: [first.url, second.url], ...limit });
      await adapter.heads();
      first.fault = fault;
      // A clock that stands still keeps the failed node resting.
      vi.useFakeTimers({ toFake: ["Date"] });
      expect(await adapter.block(1)).toMatchObject({ height: 1 });
      const asked = first.requests;
      expect(await adapter.block(2)).toMatchObject({ height: 2 });
      expect(first.requests).toBe(asked);
    },
  );

  test("the first is not there at all", async () => {
    await first.stop();
    expect((await adapter.heads()).latest.height).toBeGreaterThan(0);
  });

  test("all fail: unavailable, and it comes back after a rest", async () => {
    first.fault = { kind: "status", status: 502 };
    second.fault = { kind: "hang-up" };
    await expect(adapter.block(1)).rejects.toThrow(ChainUnavailableError);
    first.fault = null;
    await expect
      .poll(() => adapter.block(1).catch(() => null), { timeout: 5_000, interval: 50 })
      .toMatchObject({ height: 1 });
  });

  test("Retry-After is kept to", async () => {
    first.fault = { kind: "status", status: 429, headers: { "retry-after": "60" } };
    const only = lab.connect({ urls: [first.url] });
    await expect(only.block(1)).rejects.toThrow(/429/);
    first.fault = null;
    const asked = first.requests;
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 55_000 });
    await expect(only.block(1)).rejects.toThrow(/resting/);
    expect(first.requests).toBe(asked);
    vi.setSystemTime(Date.now() + 10_000);
    expect(await only.block(1)).toMatchObject({ height: 1 });
  });

  test("an error names no URL, for it may hold a key", async () => {
    await first.stop();
    const secret = first.url.replace("http://", "http://s3cret@");
    const only = lab.connect({ urls: [`${secret}/v2/s3cret`] });
    const error: unknown = await only.block(1).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ChainUnavailableError);
    expect(String(error)).not.toContain("s3cret");
  });

  describe("another chain", () => {
    const pinned = async () => {
      const [block] = await lab.adapter.readBlocks(0, 0);
      return chain === "ethereum" ? {} : { genesisHash: block?.hash ?? "" };
    };

    test("is refused at the start, whichever node serves it", async () => {
      const urls = [lab.url, stranger.url];
      const mixed = lab.connect({ ...(await pinned()), urls });
      await expect(mixed.selfCheck()).rejects.toThrow(ChainMismatchError);
    });

    test("is never read: the other node answers", async () => {
      const mixed = lab.connect({ ...(await pinned()), urls: [stranger.url, lab.url] });
      expect(await mixed.block(1)).toEqual(await lab.adapter.block(1));
    });

    test("alone is an error of its own", async () => {
      const wrong = lab.connect({ ...(await pinned()), urls: [stranger.url] });
      await expect(wrong.block(1)).rejects.toThrow(ChainMismatchError);
    });
  });

  test("a node far behind the others is left out", async () => {
    const ahead = await lab.adapter.heads();
    await lab.mine(60);
    const isHead = ({ path, body }: ProxiedCall) =>
      path === "/wallet/getblock"
        ? !(body as { id_or_num?: string }).id_or_num
        : JSON.stringify(body).includes('"latest"');
    const stale = await lab.adapter.block(ahead.latest.height);
    expect(stale).not.toBeNull();
    const old = await rawHead(lab, ahead.latest.height);
    first.tamper = (call, answer) => (isHead(call) ? old : answer);
    const { latest } = await adapter.heads();
    expect(latest.height).toBe(ahead.latest.height + 60);
  });

  test("a broadcast goes on to the next node, and again to a node that has it", async () => {
    const { address } = lab.newAccount();
    const intent = { kind: "token", from: lab.boss.address, to: address, value: USDT } as const;
    const tx = await prepare(lab, lab.boss, intent);
    await adapter.heads();
    first.fault = { kind: "hang-up" };
    expect(await adapter.broadcast(tx)).toEqual({ kind: "accepted" });
    expect(await lab.adapter.broadcast(tx)).toEqual({ kind: "already-known" });
    await lab.mine();
    expect(await lab.adapter.tokenBalance(address, "latest")).toBe(USDT);
  });

  describe("lies", () => {
    test("a block without its receipts is asked of another node, never believed empty", async () => {
      const { address } = lab.newAccount();
      const tx = await lab.call(lab.boss, lab.token, callData.transfer(address, USDT));
      await lab.mine();
      first.tamper = (call, answer) => emptied(call, answer);
      const top = (await lab.adapter.heads()).latest.height;
      expect(await transfersTo(adapter, address, top)).toMatchObject([{ txHash: tx }]);
      const only = lab.connect({ urls: [first.url] });
      await expect(only.readBlocks(top, top)).rejects.toThrow(ChainUnavailableError);
    });

    test("a block that changes while it is read is read again", async () => {
      await lab.call(lab.boss, lab.token, callData.transfer(lab.newAccount().address, USDT));
      await lab.mine();
      const only = lab.connect({ urls: [first.url] });
      const top = (await only.heads()).latest.height;
      let looked = 0;
      first.tamper = (call, answer) => otherBlock(call, answer, () => (looked += 1));
      await expect(only.readBlocks(top, top)).rejects.toThrow(ChainMovedError);
    });

    test("final needs every node, and so does dead", async () => {
      const { address } = lab.newAccount();
      const tx = await lab.call(lab.boss, lab.token, callData.transfer(address, USDT));
      await lab.mine(lab.confirmations);
      expect(await adapter.receipt(tx)).toMatchObject({ final: true });
      second.tamper = (call, answer) => withoutReceipt(call, answer);
      expect(await adapter.receipt(tx)).toMatchObject({ final: false, status: "success" });
    });

    test("one node alone can't declare a transaction dead", async () => {
      const { address } = lab.newAccount();
      const intent = { kind: "token", from: lab.boss.address, to: address, value: USDT } as const;
      const tx = await prepare(lab, lab.boss, intent);
      first.tamper = (call, answer) => ageing(call, answer);
      const only = lab.connect({ urls: [first.url] });
      expect(await only.state(tx)).toMatchObject({ kind: "dead" });
      expect(await adapter.state(tx)).toEqual({ kind: "unknown" });
    });

    test("nodes that contradict each other about a final transaction stop it", async () => {
      const { address } = lab.newAccount();
      const tx = await lab.call(lab.boss, lab.token, callData.transfer(address, USDT));
      await lab.mine(lab.confirmations);
      const [plain, swollen] = [USDT, 999n * USDT].map((v) => v.toString(16).padStart(64, "0"));
      second.tamper = (_, answer) =>
        JSON.parse(JSON.stringify(answer).replaceAll(plain ?? "", swollen ?? "")) as unknown;
      await expect(adapter.receipt(tx)).rejects.toThrow(/contradict/);
    });
  });
});

/** The node's own answer for its newest block, as it was at that height. */
async function rawHead(lab: ChainLab, height: number): Promise<unknown> {
  const ethereum = {
    jsonrpc: "2.0",
    id: 1,
    method: "eth_getBlockByNumber",
    params: [`0x${height.toString(16)}`, false],
  };
  const isTron = lab.name === "Tron";
  const body = isTron ? { id_or_num: String(height), detail: false } : ethereum;
  const url = isTron ? `${lab.url}/wallet/getblock` : lab.url;
  const headers = { "content-type": "application/json" };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  return response.json();
}

function methodOf({ path, body }: ProxiedCall): string {
  return (body as { method?: string }).method ?? path.slice(path.lastIndexOf("/") + 1);
}

function emptied(call: ProxiedCall, answer: unknown): unknown {
  if (methodOf(call) === "eth_getBlockReceipts") return { ...(answer as object), result: [] };
  return methodOf(call) === "gettransactioninfobyblocknum" ? [] : answer;
}

/** Ethereum: receipts of a block that is gone. Tron: another header the second time. */
function otherBlock(call: ProxiedCall, answer: unknown, look: () => number): unknown {
  if (methodOf(call) === "eth_getBlockReceipts") return { ...(answer as object), result: null };
  if (methodOf(call) === "getblock" && look() === 2) {
    return { ...(answer as object), blockID: "ab".repeat(32) };
  }
  return answer;
}

/** Ethereum: every nonce is used. Tron: the solid chain is a year ahead. */
function ageing(call: ProxiedCall, answer: unknown): unknown {
  if (methodOf(call) === "eth_getTransactionCount")
    return { ...(answer as object), result: "0xffff" };
  if (call.path !== "/walletsolidity/getblock") return answer;
  const { block_header: header } = answer as { block_header: { raw_data: object } };
  const timestamp = Date.now() + 31_536_000_000;
  return { ...(answer as object), block_header: { raw_data: { ...header.raw_data, timestamp } } };
}

function withoutReceipt(call: ProxiedCall, answer: unknown): unknown {
  if (methodOf(call) === "eth_getTransactionReceipt")
    return { ...(answer as object), result: null };
  return methodOf(call) === "gettransactioninfobyid" ? {} : answer;
}
