import { secp256k1 } from "@noble/curves/secp256k1.js";
import { encodeFunctionData, type Hex, parseAbi } from "viem";
import type {
  Address,
  BroadcastResult,
  ChainAdapter,
  ChainConfig,
  CountingChainAdapter,
  Hash,
  Intent,
  SignedTx,
  TokenTransfer,
  TxCodec,
} from "@/lib/chains";

export interface Account {
  readonly key: Uint8Array;
  readonly address: Address;
}

/** A local chain with the contracts on it, mined by hand alone. */
export interface ChainLab {
  readonly name: string;
  readonly url: string;
  readonly token: Address;
  readonly fake: Address;
  readonly disperser: Address;
  /** Owns the USDT contract and all of it, and native coins. */
  readonly boss: Account;
  readonly confirmations: number;
  readonly adapter: CountingChainAdapter;
  readonly codec: TxCodec;
  connect(overrides?: Partial<ChainConfig>): CountingChainAdapter;
  newAccount(): Account;
  /** Puts a contract call into the pool. */
  call(from: Account, to: Address, data: Hex): Promise<Hash>;
  /** Gives native coins, mined. */
  fund(to: Address, value: bigint): Promise<void>;
  mine(blocks?: number): Promise<void>;
  /** Two blocks are replaced; the transaction of the newest comes back in a later one. */
  moveByReorg(tx: Hash): Promise<void>;
  /** The newest blocks are replaced and the transaction does not come back. */
  dropByReorg(depth: number, tx: Hash): Promise<void>;
  /** The node takes it and forgets it. */
  broadcastLost(tx: SignedTx): Promise<BroadcastResult>;
  stop(): Promise<void>;
}

const usdtAbi = parseAbi([
  "function transfer(address,uint256)",
  "function transferFrom(address,address,uint256)",
  "function approve(address,uint256)",
  "function setParams(uint256,uint256)",
  "function addBlackList(address)",
  "function removeBlackList(address)",
  "function destroyBlackFunds(address)",
  "function pause()",
  "function unpause()",
]);
const attackAbi = parseAbi([
  "function spoof(address,address,uint256)",
  "function disperse(address,address[],uint256[])",
  "function payThenRevert(address,address,uint256)",
  "function payInnerRevert(address,address,uint256)",
]);

const hex = (address: Address): Hex => `0x${address}`;

export const callData = {
  transfer: (to: Address, value: bigint) =>
    encodeFunctionData({ abi: usdtAbi, functionName: "transfer", args: [hex(to), value] }),
  transferFrom: (from: Address, to: Address, value: bigint) =>
    encodeFunctionData({
      abi: usdtAbi,
      functionName: "transferFrom",
      args: [hex(from), hex(to), value],
    }),
  approve: (spender: Address, value: bigint) =>
    encodeFunctionData({ abi: usdtAbi, functionName: "approve", args: [hex(spender), value] }),
  setParams: (basisPoints: bigint, maximum: bigint) =>
    encodeFunctionData({ abi: usdtAbi, functionName: "setParams", args: [basisPoints, maximum] }),
  addBlackList: (account: Address) =>
    encodeFunctionData({ abi: usdtAbi, functionName: "addBlackList", args: [hex(account)] }),
  removeBlackList: (account: Address) =>
    encodeFunctionData({ abi: usdtAbi, functionName: "removeBlackList", args: [hex(account)] }),
  destroyBlackFunds: (account: Address) =>
    encodeFunctionData({ abi: usdtAbi, functionName: "destroyBlackFunds", args: [hex(account)] }),
  pause: () => encodeFunctionData({ abi: usdtAbi, functionName: "pause" }),
  unpause: () => encodeFunctionData({ abi: usdtAbi, functionName: "unpause" }),
  spoof: (from: Address, to: Address, value: bigint) =>
    encodeFunctionData({
      abi: attackAbi,
      functionName: "spoof",
      args: [hex(from), hex(to), value],
    }),
  disperse: (token: Address, to: readonly Address[], values: readonly bigint[]) =>
    encodeFunctionData({
      abi: attackAbi,
      functionName: "disperse",
      args: [hex(token), to.map(hex), [...values]],
    }),
  payThenRevert: (token: Address, to: Address, value: bigint) =>
    encodeFunctionData({
      abi: attackAbi,
      functionName: "payThenRevert",
      args: [hex(token), hex(to), value],
    }),
  payInnerRevert: (token: Address, to: Address, value: bigint) =>
    encodeFunctionData({
      abi: attackAbi,
      functionName: "payInnerRevert",
      args: [hex(token), hex(to), value],
    }),
};

/** r ‖ s ‖ v, by the curve alone: neither viem nor tronweb nor our custody takes part. */
export function signDigest(digest: Uint8Array, key: Uint8Array): Uint8Array {
  const recovered = secp256k1.sign(digest, key, { prehash: false, format: "recovered" });
  return Uint8Array.from([...recovered.subarray(1), recovered[0] ?? 0]);
}

/** Quotes, builds and signs a transfer as the product does. */
export async function prepare(lab: ChainLab, from: Account, intent: Intent): Promise<SignedTx> {
  const quote = await lab.adapter.quote(intent);
  const nonce = await lab.adapter.nextNonce(from.address);
  const unsigned = await lab.adapter.build(intent, quote, nonce);
  const { signingHash } = lab.codec.decode(unsigned.payload);
  return lab.codec.attach(unsigned, signDigest(signingHash, from.key));
}

/** Transfers to an account, in all blocks from a height to the newest. */
export async function transfersTo(
  adapter: ChainAdapter,
  to: Address,
  fromHeight: number,
): Promise<readonly TokenTransfer[]> {
  const { latest } = await adapter.heads();
  const blocks = await adapter.readBlocks(Math.max(0, fromHeight), latest.height);
  return blocks.flatMap((block) => block.transfers).filter((transfer) => transfer.to === to);
}
