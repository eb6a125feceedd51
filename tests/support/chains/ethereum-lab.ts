import { randomBytes } from "node:crypto";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { encodeDeployData, type Hex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import {
  type Address,
  type ChainConfig,
  createChainAdapter,
  createTxCodec,
  type Hash,
} from "@/lib/chains";
import { silentLogger } from "@/lib/kit";
import { type ContractArtifact, disperser, ethereumUsdt, fakeUsdt } from "@/lib/sandbox/contracts";
import { faucetPrivateKey, startAnvil } from "@/lib/sandbox/ethereum";
import type { Account, ChainLab } from "./lab";

const CHAIN_ID = 31_337;
const MNEMONIC = "test test test test test test test test test test test junk";
const CONFIRMATIONS = 4;
/** Interval mining that never comes: blocks are made by hand. */
const NEVER_SECONDS = 1_000_000;
const SUPPLY = 10n ** 15n;

export interface EthereumLab extends ChainLab {
  rpc(method: string, params?: readonly unknown[]): Promise<unknown>;
  /** The signed bytes of a transaction that the lab sent. */
  rawOf(tx: Hash): Hex;
  /** Signed bytes of a contract call that are not sent. */
  signCall(from: Account, to: Address, data: Hex): Promise<Hex>;
}

export async function startEthereumLab({
  chainId = CHAIN_ID,
  hardfork = "",
} = {}): Promise<EthereumLab> {
  const anvil = await startAnvil({
    port: 0,
    statePath: null,
    chainId,
    mnemonic: MNEMONIC,
    blockTimeSeconds: NEVER_SECONDS,
    args: ["--order", "fifo", ...(hardfork === "" ? [] : ["--hardfork", hardfork])],
  });
  const raws = new Map<Hash, Hex>();
  const probe = createTxCodec("USDT-ERC20", { token: `0x${"11".repeat(20)}`, chainId });
  const account = (key: Uint8Array): Account => ({
    key,
    address: probe.addressFromPublicKey(secp256k1.getPublicKey(key)),
  });
  const boss = account(Buffer.from(faucetPrivateKey(MNEMONIC).slice(2), "hex"));

  async function rpc(method: string, params: readonly unknown[] = []): Promise<unknown> {
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
    const headers = { "content-type": "application/json" };
    const response = await fetch(anvil.url, { method: "POST", headers, body });
    const answer = (await response.json()) as { result?: unknown; error?: { message: string } };
    if (answer.error) throw new Error(`${method}: ${answer.error.message}`);
    return answer.result;
  }

  const mine = async (blocks = 1) => void (await rpc("anvil_mine", [`0x${blocks.toString(16)}`]));

  async function sign(from: Account, to: Address | null, data: Hex, value = 0n): Promise<Hex> {
    const nonce = Number(await rpc("eth_getTransactionCount", [`0x${from.address}`, "pending"]));
    const pending = await rpc("eth_getBlockByNumber", ["pending", false]);
    const baseFee = BigInt((pending as { baseFeePerGas: string }).baseFeePerGas);
    return privateKeyToAccount(`0x${Buffer.from(from.key).toString("hex")}`).signTransaction({
      type: "eip1559",
      chainId,
      nonce,
      data,
      value,
      gas: 3_000_000n,
      // A test that made gas dear must not stop the payments of the next one.
      maxFeePerGas: 10n ** 11n + 2n * baseFee,
      maxPriorityFeePerGas: 10n ** 9n,
      ...(to === null ? {} : { to: `0x${to}` as const }),
    });
  }

  async function send(from: Account, to: Address | null, data: Hex, value = 0n): Promise<Hash> {
    const raw = await sign(from, to, data, value);
    const tx = String(await rpc("eth_sendRawTransaction", [raw])).slice(2) as Hash;
    raws.set(tx, raw);
    return tx;
  }

  async function deploy({ abi, bytecode }: ContractArtifact, args: unknown[]): Promise<Address> {
    const tx = await send(boss, null, encodeDeployData({ abi, bytecode, args }));
    await mine();
    const receipt = await rpc("eth_getTransactionReceipt", [`0x${tx}`]);
    return (receipt as { contractAddress: string }).contractAddress
      .slice(2)
      .toLowerCase() as Address;
  }

  const token = await deploy(ethereumUsdt, [SUPPLY]);
  const fake = await deploy(fakeUsdt, []);
  const attacker = await deploy(disperser, []);
  const config = { token: `0x${token}`, confirmations: CONFIRMATIONS, chainId };
  const connect = (overrides: Partial<ChainConfig> = {}) =>
    createChainAdapter("USDT-ERC20", {
      ...config,
      urls: [anvil.url],
      logger: silentLogger,
      ...overrides,
    });
  const adapter = connect();
  const rawOf = (tx: Hash): Hex => {
    const raw = raws.get(tx);
    if (!raw) throw new Error("not sent by the lab");
    return raw;
  };

  return {
    name: "Ethereum",
    url: anvil.url,
    token,
    fake,
    disperser: attacker,
    boss,
    confirmations: CONFIRMATIONS,
    adapter,
    codec: createTxCodec("USDT-ERC20", config),
    connect,
    newAccount: () => account(randomBytes(32)),
    call: send,
    async fund(to, value) {
      await send(boss, to, "0x", value);
      await mine();
    },
    mine,
    async moveByReorg(tx) {
      await rpc("anvil_reorg", [2, [[rawOf(tx), 1]]]);
      await mine();
    },
    async dropByReorg(depth) {
      await rpc("anvil_reorg", [depth, []]);
      await mine();
    },
    async broadcastLost(tx) {
      const result = await adapter.broadcast(tx);
      await rpc("anvil_dropTransaction", [`0x${tx.txHash}`]);
      return result;
    },
    stop: async () => void (await anvil.stop()),
    rpc,
    rawOf,
    signCall: sign,
  };
}
