import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  ChainMovedError,
  ChainUnavailableError,
  type Intent,
  type SignedTx,
  UnknownPayloadError,
} from "@/lib/chains";
import { type EthereumLab, startEthereumLab } from "../support/chains/ethereum-lab";
import { callData, prepare, signDigest, transfersTo } from "../support/chains/lab";
import { type NodeProxy, type ProxiedCall, startProxy } from "../support/chains/node-proxy";

const USDT = 1_000_000n;
const TRANSFER = "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef";

let lab: EthereumLab;
beforeAll(async () => {
  lab = await startEthereumLab();
  await lab.mine(lab.confirmations);
});
afterAll(() => lab?.stop());

const intentTo = (to: Intent["to"], value: bigint): Intent => ({
  kind: "token",
  from: lab.boss.address,
  to,
  value,
});

async function signWith(intent: Intent, nonce: number, quote = lab.adapter.quote(intent)) {
  const unsigned = await lab.adapter.build(intent, await quote, nonce);
  const { signingHash } = lab.codec.decode(unsigned.payload);
  return lab.codec.attach(unsigned, signDigest(signingHash, lab.boss.key));
}

describe("addresses", () => {
  const good = "0xdAC17F958D2ee523a2206206994597C13D831ec7";
  test.each([
    ["all lower case", good.toLowerCase()],
    ["all upper case", `0x${good.slice(2).toUpperCase()}`],
    ["with its checksum", good],
  ])("takes one %s", (_, text) => {
    expect(lab.adapter.formatAddress(lab.adapter.parseAddress(text))).toBe(good);
  });
  test.each([
    ["one letter's case", good.replace("dAC1", "DAC1")],
    ["0X", good.replace("0x", "0X")],
    ["no prefix", good.slice(2)],
    ["a Tron address", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"],
    ["the zero address", `0x${"0".repeat(40)}`],
  ])("refuses %s", (_, text) => {
    expect(() => lab.adapter.parseAddress(text)).toThrow();
  });
});

test("a reorganisation shifts the log inside the block, not inside its transaction", async () => {
  const { address } = lab.newAccount();
  const other = lab.newAccount();
  await lab.fund(other.address, 10n ** 18n);
  const spoof = callData.spoof(other.address, other.address, 1n);
  const earlier = await lab.signCall(other, lab.fake, spoof);
  const tx = await lab.call(lab.boss, lab.token, callData.transfer(address, 21n * USDT));
  await lab.mine();
  const logIndex = async () => {
    const receipt = await lab.rpc("eth_getTransactionReceipt", [`0x${tx}`]);
    return (receipt as { logs: { logIndex: string }[] }).logs[0]?.logIndex;
  };
  expect(await logIndex()).toBe("0x0");
  const before = await transfersTo(lab.adapter, address, 0);
  const both = [
    [earlier, 0],
    [lab.rawOf(tx), 0],
  ];
  await lab.rpc("anvil_reorg", [1, both]);
  await lab.mine();
  expect(await logIndex()).toBe("0x1");
  expect(await transfersTo(lab.adapter, address, 0)).toEqual(before);
});

describe("one nonce, several attempts", () => {
  let slow: SignedTx;
  let quick: SignedTx;
  test("the second is priced to replace the first", async () => {
    const { address } = lab.newAccount();
    const intent = intentTo(address, 5n * USDT);
    const nonce = await lab.adapter.nextNonce(lab.boss.address);
    if (nonce === null) throw new Error("no nonce");
    const first = await lab.adapter.quote(intent);
    slow = await signWith(intent, nonce, Promise.resolve(first));
    expect(await lab.adapter.broadcast(slow)).toEqual({ kind: "accepted" });
    expect(await lab.adapter.nextNonce(lab.boss.address)).toBe(nonce + 1);
    const cheap = await signWith({ ...intent, value: 6n * USDT }, nonce, Promise.resolve(first));
    expect(await lab.adapter.broadcast(cheap)).toMatchObject({
      kind: "rejected",
      retry: "rebuild",
      code: "REPLACEMENT_UNDERPRICED",
    });
    quick = await signWith(intent, nonce, lab.adapter.quote(intent, first));
    expect(await lab.adapter.broadcast(quick)).toEqual({ kind: "accepted" });
  });

  test("the loser is dead only when the winner is final", async () => {
    await lab.mine(lab.confirmations - 1);
    expect(await lab.adapter.state(slow)).toEqual({ kind: "unknown" });
    expect(await lab.adapter.broadcast(slow)).toMatchObject({
      retry: "rebuild",
      code: "NONCE_USED",
    });
    await lab.mine();
    expect(await lab.adapter.state(slow)).toEqual({ kind: "dead", reason: "nonce-used" });
    expect(await lab.adapter.state(quick)).toMatchObject({
      kind: "mined",
      receipt: { final: true, status: "success" },
    });
  });
});

test("what was quoted is what is signed", async () => {
  const intent = intentTo(lab.newAccount().address, USDT);
  const quote = await lab.adapter.quote(intent);
  const unsigned = await lab.adapter.build(intent, quote, 7);
  const decoded = lab.codec.decode(unsigned.payload);
  expect(decoded).toMatchObject({ nonce: 7, chainId: 31_337, maxFee: quote.native });
});

test("the codec takes no other chain, contract or call", async () => {
  const { createTxCodec } = await import("@/lib/chains");
  const token = lab.adapter.formatAddress(lab.token);
  const intent = intentTo(lab.newAccount().address, USDT);
  const { payload } = await lab.adapter.build(intent, await lab.adapter.quote(intent), 0);
  const elsewhere = createTxCodec("USDT-ERC20", { token, chainId: 1 });
  expect(() => elsewhere.decode(payload)).toThrow(UnknownPayloadError);
  const another = createTxCodec("USDT-ERC20", {
    token: lab.adapter.formatAddress(lab.fake),
    chainId: 31_337,
  });
  expect(() => another.decode(payload)).toThrow(UnknownPayloadError);
  for (const selector of ["23b872dd", "095ea7b3"]) {
    const call = payload.replace("a9059cbb", selector);
    expect(() => lab.codec.decode(call)).toThrow(UnknownPayloadError);
  }
  expect(() => createTxCodec("USDT-ERC20", { token })).toThrow(TypeError);
});

test("heads cost one call once the blocks between were read", async () => {
  const adapter = lab.connect();
  const { latest } = await adapter.heads();
  await adapter.readBlocks(latest.height - 6, latest.height);
  const before = adapter.calls();
  await adapter.heads();
  expect(adapter.calls() - before).toBe(1);
});

test("an empty block costs one call", async () => {
  const from = (await lab.adapter.heads()).latest.height + 1;
  await lab.mine(10);
  const before = lab.adapter.calls();
  await lab.adapter.readBlocks(from, from + 9);
  expect(lab.adapter.calls() - before).toBe(10);
});

describe("a node of another make, or a liar", () => {
  let proxy: NodeProxy;
  let top: number;
  const victim = "0x".concat("77".repeat(20));
  beforeEach(async () => {
    proxy = await startProxy(lab.url);
    await lab.call(lab.boss, lab.token, callData.transfer(lab.newAccount().address, USDT));
    await lab.call(lab.boss, lab.token, callData.transfer(lab.newAccount().address, 2n * USDT));
    await lab.mine();
    top = (await lab.adapter.heads()).latest.height;
  });
  afterEach(() => proxy.stop());

  type Receipt = { logs: Record<string, unknown>[]; blockHash: string };
  const tamperReceipts = (change: (receipts: Receipt[]) => unknown) => {
    proxy.tamper = ({ body }, answer) => {
      if ((body as { method?: string }).method !== "eth_getBlockReceipts") return answer;
      const { result } = answer as { result: Receipt[] };
      return { ...(answer as object), result: change(result) };
    };
  };
  const read = () => lab.connect({ urls: [proxy.url] }).readBlocks(top, top);

  test("without eth_getBlockReceipts, the logs of the block say the same", async () => {
    const honest = await lab.adapter.readBlocks(top, top);
    proxy.tamper = ({ body }, answer) =>
      (body as { method?: string }).method === "eth_getBlockReceipts"
        ? { jsonrpc: "2.0", id: 1, error: { code: -32601, message: "Method not found" } }
        : answer;
    expect(honest[0]?.transfers).toHaveLength(2);
    expect(await read()).toEqual(honest);
  });

  test("a batch that is too much is halved", async () => {
    proxy.tamper = ({ body }: ProxiedCall, answer) =>
      Array.isArray(body) && body.length > 2
        ? { jsonrpc: "2.0", id: null, error: { code: -32600, message: "batch too large" } }
        : answer;
    const adapter = lab.connect({ urls: [proxy.url] });
    expect(await adapter.readBlocks(0, top)).toHaveLength(top + 1);
  });

  const forged = (receipts: Receipt[], change: Record<string, unknown>) => {
    const [first] = receipts;
    const log = { ...first?.logs[0], ...change };
    return [{ ...first, logs: [...(first?.logs ?? []), log] }, ...receipts.slice(1)];
  };
  const word = (hex: string) => `0x${hex.replace(/^0x/, "").padStart(64, "0")}`;

  test.each<[string, Record<string, unknown>]>([
    ["a payment to someone else", { topics: [TRANSFER, word("1"), word(victim)] }],
    ["a log of another contract", { address: victim }],
    ["topics that are missing", { topics: [word(victim)] }],
  ])("%s does not fit the header's bloom", async (_, change) => {
    tamperReceipts((receipts) => forged(receipts, { logIndex: "0x1", ...change }));
    await expect(read()).rejects.toThrow(ChainUnavailableError);
  });

  test("a log that appears twice is out of order", async () => {
    tamperReceipts((receipts) => forged(receipts, {}));
    await expect(read()).rejects.toThrow(/out of order/);
  });

  test("a receipt too few, and one of another transaction, fit no header", async () => {
    tamperReceipts((receipts) => receipts.slice(1));
    await expect(read()).rejects.toThrow(/don't fit block/);
    tamperReceipts((receipts) => [receipts[1], receipts[0]]);
    await expect(read()).rejects.toThrow(/don't fit block/);
  });

  test("logs of another block, and removed ones, mean that the chain moved", async () => {
    const away = word("12");
    tamperReceipts((receipts) => receipts.map((r) => ({ ...r, blockHash: away })));
    await expect(read()).rejects.toThrow(ChainMovedError);
    tamperReceipts((receipts) =>
      receipts.map((r) => ({ ...r, logs: r.logs.map((log) => ({ ...log, blockHash: away })) })),
    );
    await expect(read()).rejects.toThrow(ChainMovedError);
    tamperReceipts((receipts) =>
      receipts.map((r) => ({ ...r, logs: r.logs.map((log) => ({ ...log, removed: true })) })),
    );
    await expect(read()).rejects.toThrow(ChainMovedError);
  });

  test("logs without data or with unpadded addresses are no transfers", async () => {
    tamperReceipts((receipts) =>
      receipts.map((r) => ({ ...r, logs: r.logs.map((log) => ({ ...log, data: "0x" })) })),
    );
    expect((await read())[0]?.transfers).toEqual([]);
  });

  test("a receipt of a block that is not canonical is none", async () => {
    const [block] = await lab.adapter.readBlocks(top, top);
    const tx = block?.transfers[0]?.txHash;
    if (!tx) throw new Error("no transfer");
    proxy.tamper = ({ body }, answer) => {
      if ((body as { method?: string }).method !== "eth_getTransactionReceipt") return answer;
      const { result } = answer as { result: object };
      return { ...(answer as object), result: { ...result, blockHash: word("78") } };
    };
    const adapter = lab.connect({ urls: [proxy.url] });
    expect(await adapter.receipt(tx)).toBeNull();
    proxy.tamper = null;
    expect(await adapter.receipt(tx)).not.toBeNull();
  });

  test("headers that are not linked mean that the chain moved", async () => {
    proxy.tamper = ({ body }, answer) => {
      if (!Array.isArray(body)) return answer;
      const [first, ...more] = answer as { result: object }[];
      return [{ ...first, result: { ...first?.result, hash: word("34") } }, ...more];
    };
    const adapter = lab.connect({ urls: [proxy.url] });
    await expect(adapter.readBlocks(top - 1, top)).rejects.toThrow(ChainMovedError);
  });

  test("another hash for our bytes is no acceptance", async () => {
    const tx = await prepare(lab, lab.boss, intentTo(lab.newAccount().address, USDT));
    proxy.tamper = ({ body }, answer) =>
      (body as { method?: string }).method === "eth_sendRawTransaction"
        ? { ...(answer as object), result: word("56") }
        : answer;
    const adapter = lab.connect({ urls: [proxy.url] });
    await expect(adapter.broadcast(tx)).rejects.toThrow(ChainUnavailableError);
    await lab.mine();
  });
});
