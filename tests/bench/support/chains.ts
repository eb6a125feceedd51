import { AsyncLocalStorage } from "node:async_hooks";
import { randomBytes } from "node:crypto";
import { type ChainAdapter, createChainAdapter, type NodeCall } from "@/lib/chains";
import type { NetworkId } from "@/lib/kit";
import { createSandboxMnemonic, startAnvil } from "@/lib/sandbox/ethereum";
import {
  deployEthereumUsdt,
  SANDBOX_CHAIN_ID,
  sendEthereumPayment,
  signEthereumPayment,
} from "@/lib/sandbox/ethereum-faucet";
import { nodeService } from "@/lib/sandbox/processes";
import { addressOfPrivateKey } from "@/lib/sandbox/tron";
import { deployTronUsdt, sendTronPayment, signTronPayment } from "@/lib/sandbox/tron-faucet";
import { warningLogger } from "./warning-logger";

const CONFIRMATIONS = 4;
const BLOCK_MS = 1_000;

/** A chain of the sandbox with a block a second, and somebody who pays on it. */
export interface BenchChain {
  readonly network: NetworkId;
  /** The adapter whose calls are counted. */
  readonly adapter: ChainAdapter;
  /** Calls that the reading of blocks made, without those that look at a single payment before it is booked. */
  scanCalls(): number;
  /** The newest height, asked beside the adapter. */
  head(): Promise<number>;
  pay(to: string, amount: bigint): Promise<void>;
  stop(): Promise<void>;
}

/** An anvil with a USDT contract. */
export async function startEthereum(): Promise<BenchChain> {
  const mnemonic = createSandboxMnemonic();
  const anvil = await startAnvil({
    port: 0,
    statePath: null,
    chainId: SANDBOX_CHAIN_ID,
    mnemonic,
    blockTimeSeconds: BLOCK_MS / 1_000,
  });
  const faucet = { rpcUrl: anvil.url, mnemonic };
  const token = await deployEthereumUsdt(faucet, null);
  return {
    network: "USDT-ERC20",
    ...countScans("USDT-ERC20", anvil.url, token),
    async head() {
      const question = { jsonrpc: "2.0", id: 1, method: "eth_blockNumber", params: [] };
      return Number((await post<{ result: string }>(anvil.url, question)).result);
    },
    async pay(to, amount) {
      const { raw } = await signEthereumPayment(faucet, token, to, amount);
      await sendEthereumPayment(faucet, raw);
    },
    stop: anvil.stop,
  };
}

/** The sandbox's Tron node as a process of its own, with a USDT contract. */
export async function startTron(dataDir: string): Promise<BenchChain> {
  const privateKey = randomBytes(32).toString("hex");
  let url = "";
  const node = await nodeService({
    name: "tron",
    file: "lib/sandbox/tron/main.ts",
    args: [
      JSON.stringify({
        port: 0,
        dataDir,
        blockTimeMs: BLOCK_MS,
        solidDepth: CONFIRMATIONS,
        faucetAddress: addressOfPrivateKey(privateKey),
      }),
    ],
    env: { PATH: process.env.PATH, HOME: process.env.HOME },
    ready: {
      line: (line) => {
        url = /^tron node listening on (\S+)$/.exec(line)?.[1] ?? url;
        return url !== "";
      },
    },
  }).start({
    log: () => undefined,
    spawned: () => undefined,
    signal: new AbortController().signal,
  });
  const faucet = { apiUrl: url, privateKey };
  const token = await deployTronUsdt(faucet, null);
  return {
    network: "USDT-TRC20",
    ...countScans("USDT-TRC20", url, token),
    async head() {
      type Block = { block_header: { raw_data: { number?: number } } };
      const block = await post<Block>(`${url}/wallet/getblock`, { detail: false });
      return block.block_header.raw_data.number ?? 0;
    },
    async pay(to, amount) {
      const { raw } = await signTronPayment(faucet, token, to, amount);
      await sendTronPayment(faucet, raw);
    },
    stop: node.stop,
  };
}

function countScans(network: NetworkId, url: string, token: string) {
  const booking = new AsyncLocalStorage<true>();
  let calls = 0;
  const adapter = createChainAdapter(network, {
    urls: [url],
    token,
    confirmations: CONFIRMATIONS,
    logger: warningLogger,
    onCall: (call: NodeCall) => {
      if (!booking.getStore()) calls += call.calls;
    },
  });
  const counted: ChainAdapter = {
    ...adapter,
    receipt: (txHash) => booking.run(true, () => adapter.receipt(txHash)),
  };
  return { adapter: counted, scanCalls: () => calls };
}

async function post<T>(url: string, body: unknown): Promise<T> {
  const headers = { "content-type": "application/json" };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  return (await response.json()) as T;
}
