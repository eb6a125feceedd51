import { WouldRevertError } from "@/lib/chains/errors";
import type { NodeClient } from "@/lib/chains/node-client";
import type { Address, FeeQuote, Intent } from "@/lib/chains/port";
import { readRevertReason } from "@/lib/chains/revert-reason";
import { encodeTransferCall } from "@/lib/chains/transfers";
import { readTokenBalance, readTokenFlag } from "./calls";
import { RpcError, rpcBatch, settle } from "./rpc";
import { headerSchema, quantity } from "./wire";

const GWEI = 1_000_000_000n;
/** Below this validators may leave a transaction lying; above it a node's advice is not believed. */
const LEAST_TIP = GWEI / 20n;
const HIGHEST_TIP = 10n * GWEI;
/** A transfer without data to an account without code always needs exactly this. */
const PLAIN_GAS = 21_000n;
const IS_BLACKLISTED = "e47d6060";
const SHORT = "balance short";
const PAUSED = "5c975abb";

/** What an EIP-1559 transaction is built from. */
export interface FeeTerms {
  readonly gas: bigint;
  readonly maxFeePerGas: bigint;
  readonly maxPriorityFeePerGas: bigint;
}

/**
 * Simulates the transfer at the newest block. Terms that replace others are at least an eighth above them,
 * which is more than the tenth that pools ask. Throws WouldRevertError.
 */
export async function readQuote(
  node: NodeClient,
  token: Address,
  intent: Intent,
  replaced: FeeTerms | null,
): Promise<FeeQuote> {
  const [gasAnswer, headerAnswer, tipAnswer, balanceAnswer] = await rpcBatch(node, [
    { method: "eth_estimateGas", params: [toCall(token, intent), "latest"] },
    { method: "eth_getBlockByNumber", params: ["latest", false] },
    { method: "eth_maxPriorityFeePerGas", params: [] },
    { method: "eth_getBalance", params: [`0x${intent.from}`, "latest"] },
  ]);
  if (gasAnswer instanceof RpcError && isRefusal(gasAnswer)) {
    throw new WouldRevertError(await findReason(node, token, intent, gasAnswer));
  }
  const balance = settle(balanceAnswer, quantity, "eth_getBalance");
  // Not every node counts the value when it estimates.
  if (intent.kind === "native" && balance < intent.value) throw new WouldRevertError(SHORT);
  const estimate = settle(gasAnswer, quantity, "eth_estimateGas");
  const asked = estimate === PLAIN_GAS ? estimate : (estimate * 12n) / 10n;
  // Never less than what is replaced: so the most that it may cost is an eighth higher as well.
  const gas = replaced && replaced.gas > asked ? replaced.gas : asked;
  return toQuote({ gas, ...toPrice(headerAnswer, tipAnswer, replaced) });
}

type GasPrice = Omit<FeeTerms, "gas">;

/** What a unit of gas is worth now. */
export async function readPrice(node: NodeClient, replaced: FeeTerms | null): Promise<GasPrice> {
  const [header, tip] = await rpcBatch(node, [
    { method: "eth_getBlockByNumber", params: ["latest", false] },
    { method: "eth_maxPriorityFeePerGas", params: [] },
  ]);
  return toPrice(header, tip, replaced);
}

function toPrice(headerAnswer: unknown, tipAnswer: unknown, replaced: FeeTerms | null): GasPrice {
  const header = settle(headerAnswer, headerSchema, "eth_getBlockByNumber");
  const advised = tipAnswer instanceof RpcError ? GWEI : settle(tipAnswer, quantity, "tip");
  const tip = raise(clamp(advised), replaced?.maxPriorityFeePerGas);
  const asked = 2n * (header?.baseFeePerGas ?? GWEI) + tip;
  return { maxFeePerGas: raise(asked, replaced?.maxFeePerGas), maxPriorityFeePerGas: tip };
}

/** Reads the terms back out of a quote. Throws when it is not one of ours. */
export function readTerms({ terms }: FeeQuote): FeeTerms {
  const { gas, maxFeePerGas, maxPriorityFeePerGas } = terms;
  if (!gas || !maxFeePerGas || !maxPriorityFeePerGas) {
    throw new TypeError("not the terms of an Ethereum quote");
  }
  return {
    gas: BigInt(gas),
    maxFeePerGas: BigInt(maxFeePerGas),
    maxPriorityFeePerGas: BigInt(maxPriorityFeePerGas),
  };
}

export function toQuote({ gas, maxFeePerGas, maxPriorityFeePerGas }: FeeTerms): FeeQuote {
  const native = gas * maxFeePerGas;
  return {
    native,
    terms: {
      gas: gas.toString(),
      maxFeePerGas: maxFeePerGas.toString(),
      maxPriorityFeePerGas: maxPriorityFeePerGas.toString(),
      maxFee: native.toString(),
    },
  };
}

function clamp(tip: bigint): bigint {
  if (tip < LEAST_TIP) return LEAST_TIP;
  return tip > HIGHEST_TIP ? HIGHEST_TIP : tip;
}

function raise(value: bigint, replaced: bigint | undefined): bigint {
  if (replaced === undefined) return value;
  const least = (replaced * 9n + 7n) / 8n;
  return value > least ? value : least;
}

function toCall(token: Address, { kind, from, to, value }: Intent): Record<string, string> {
  if (kind === "native")
    return { from: `0x${from}`, to: `0x${to}`, value: `0x${value.toString(16)}` };
  return { from: `0x${from}`, to: `0x${token}`, data: `0x${encodeTransferCall(to, value)}` };
}

/** A verdict on the transfer, as against trouble of the node's own. */
function isRefusal({ code, text, data }: RpcError): boolean {
  return code === 3 || data !== null || /revert|invalid opcode|insufficient funds/i.test(text);
}

/** USDT's own contract of 2017 reverts without a word; then its state says why. */
async function findReason(
  node: NodeClient,
  token: Address,
  { kind, from, value }: Intent,
  refusal: RpcError,
): Promise<string> {
  const spoken = refusal.data === null ? null : readRevertReason(refusal.data);
  if (kind === "native")
    return /insufficient funds/i.test(refusal.text) ? SHORT : (spoken ?? refusal.text);
  if (spoken && !spoken.startsWith("panic")) return spoken;
  if (await readTokenFlag(node, token, PAUSED)) return "paused";
  if (await readTokenFlag(node, token, IS_BLACKLISTED, from)) return "blacklisted";
  if ((await readTokenBalance(node, token, from, "latest")) < value) return SHORT;
  return spoken ?? refusal.text;
}
