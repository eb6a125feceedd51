import { UnsupportedIntentError, WouldRevertError } from "@/lib/chains/errors";
import { word } from "@/lib/chains/hex";
import { type NodeClient, NodeFailure } from "@/lib/chains/node-client";
import type { Address, FeeQuote, Intent } from "@/lib/chains/port";
import { readRevertReason } from "@/lib/chains/revert-reason";
import { toWire } from "./addresses";
import { ask } from "./api";
import { buildPayload } from "./build";
import { type ConstantCall, callToken, readTokenBalance, readTokenFlag } from "./calls";
import { bandwidthOf, decodePayload } from "./codec";
import { findStakeRefusal, freeEnergy, readResources } from "./resources";
import { accountSchema, parametersSchema } from "./wire";

/** Prices of the chain, sun. Super representatives vote on them, so they are read and never assumed. */
export interface Prices {
  readonly energy: bigint;
  readonly bandwidth: bigint;
  readonly activation: bigint;
}

/** More than a double holds exactly can't be written, and nobody owns. */
const MOST_SUN = BigInt(Number.MAX_SAFE_INTEGER);

const FULL_SIZE_ANCHOR = {
  refBlockBytes: "ffff",
  refBlockHash: "ff".repeat(8),
  expiration: 2 ** 41 - 1,
  timestamp: 2 ** 41 - 1,
};

/** Reads the prices in force. */
export async function readPrices(node: NodeClient): Promise<Prices> {
  const answer = await ask(node, "wallet", "getchainparameters", {}, parametersSchema);
  const byKey = new Map(answer.chainParameter.map(({ key, value }) => [key, value]));
  const price = (key: string) => {
    const value = byKey.get(key);
    if (value === undefined) throw new NodeFailure(`chain parameter ${key} is missing`, "answer");
    return BigInt(value);
  };
  return {
    energy: price("getEnergyFee"),
    bandwidth: price("getTransactionFee"),
    activation: price("getCreateAccountFee") + price("getCreateNewAccountFeeInSystemContract"),
  };
}

/** Simulates the transfer and prices it. Throws WouldRevertError. */
export async function readQuote(
  node: NodeClient,
  token: Address,
  intent: Intent,
  prices: Prices,
): Promise<FeeQuote> {
  switch (intent.kind) {
    case "token":
      return quoteToken(node, token, intent, prices);
    case "native":
      return quoteNative(node, token, intent, prices);
    case "deploy_delegate":
    case "sweep_batch":
      throw new UnsupportedIntentError(`Tron has no ${intent.kind}`);
    default:
      return quoteStake(node, token, intent, prices);
  }
}

/** The fee limit of a quote, sun; 0 for TRX. */
export function readFeeLimit({ terms }: FeeQuote): bigint {
  if (!terms.feeLimit) throw new TypeError("not the terms of a Tron quote");
  return BigInt(terms.feeLimit);
}

async function quoteToken(
  node: NodeClient,
  token: Address,
  intent: Intent,
  prices: Prices,
): Promise<FeeQuote> {
  const { from, to, value } = intent;
  const parameter = `${to.padStart(64, "0")}${word(value)}`;
  const call = await callToken(node, token, {
    from,
    function: "transfer(address,uint256)",
    parameter,
  });
  if (call.failure !== null)
    throw new WouldRevertError(await findReason(node, token, intent, call));
  const energy = withMargin(call.energy);
  const feeLimit = BigInt(energy) * prices.energy;
  const payload = await buildPayload(intent, FULL_SIZE_ANCHOR, token, feeLimit);
  const staked = BigInt(Math.min(energy, freeEnergy(await readResources(node, from))));
  const free = staked * prices.energy;
  return toQuote({ energy, free, feeLimit, execution: feeLimit, payload, token, prices });
}

async function quoteNative(
  node: NodeClient,
  token: Address,
  intent: Intent,
  prices: Prices,
): Promise<FeeQuote> {
  const { from, to, value } = intent;
  const body = { address: toWire(from) };
  const sender = await ask(node, "wallet", "getaccount", body, accountSchema);
  if (from === to) throw new WouldRevertError("an account can't send TRX to itself");
  if (sender.balance < value) throw new WouldRevertError("balance short");
  const payload = await buildPayload(intent, FULL_SIZE_ANCHOR, token, 0n);
  return toQuote({ execution: prices.activation, payload, token, prices });
}

/** Looks whether the chain would take it, since such transactions are refused and never revert. */
async function quoteStake(
  node: NodeClient,
  token: Address,
  intent: Intent,
  prices: Prices,
): Promise<FeeQuote> {
  if (intent.value > MOST_SUN) throw new WouldRevertError("more than there is");
  const payload = await buildPayload(intent, FULL_SIZE_ANCHOR, token, 0n);
  const quote = toQuote({ execution: 0n, payload, token, prices });
  const refusal = await findStakeRefusal(node, intent, quote.native);
  if (refusal !== null) throw new WouldRevertError(refusal);
  return quote;
}

/**
 * Bandwidth and the opening of an account are quoted as if they were paid for: what is free now may be used up, and an
 * account closed, until the transaction is mined. So `native` covers DecodedTx.maxFee but for energy that is staked.
 */
function toQuote(parts: {
  /** What a call takes at most, and the sun of it that needs not be burnt. */
  readonly energy?: number;
  readonly free?: bigint;
  readonly feeLimit?: bigint;
  /** Sun, beside the bandwidth. */
  readonly execution: bigint;
  readonly payload: string;
  readonly token: Address;
  readonly prices: Prices;
}): FeeQuote {
  const { energy = 0, free = 0n, feeLimit = 0n, execution, payload, token, prices } = parts;
  const bandwidth = bandwidthOf(payload);
  const asPriced = execution + BigInt(bandwidth) * prices.bandwidth;
  const { maxFee: asDecoded } = decodePayload(payload, token);
  const maxFee = asPriced > asDecoded ? asPriced : asDecoded;
  return {
    native: maxFee - free,
    terms: {
      feeLimit: feeLimit.toString(),
      energy: energy.toString(),
      bandwidth: bandwidth.toString(),
      maxFee: maxFee.toString(),
    },
  };
}

/** A fifth more: the receiver's slot may empty or the contract's energy factor rise before it is mined, and running out burns all. */
function withMargin(energy: number): number {
  return Math.ceil((energy * 6) / 5);
}

/** A revert on Tron is one sentence for all; the contract's words, or its state, say why. */
async function findReason(
  node: NodeClient,
  token: Address,
  { from, value }: Intent,
  call: ConstantCall,
): Promise<string> {
  const spoken = readRevertReason(call.data);
  if (spoken && !spoken.startsWith("panic")) return spoken;
  if (await readTokenFlag(node, token, "paused()", from)) return "paused";
  if (await readTokenFlag(node, token, "isBlackListed(address)", from)) return "blacklisted";
  if ((await readTokenBalance(node, token, from, "wallet")) < value) return "balance short";
  return spoken ?? call.failure ?? "REVERT";
}
