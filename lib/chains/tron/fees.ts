import { WouldRevertError } from "@/lib/chains/errors";
import { word } from "@/lib/chains/hex";
import { type NodeClient, NodeFailure } from "@/lib/chains/node-client";
import type { Address, FeeQuote, Intent } from "@/lib/chains/port";
import { readRevertReason } from "@/lib/chains/revert-reason";
import { toWire } from "./addresses";
import { ask } from "./api";
import { buildPayload } from "./build";
import { type ConstantCall, callToken, readTokenBalance, readTokenFlag } from "./calls";
import { bandwidthOf, decodePayload } from "./codec";
import { accountSchema, parametersSchema, resourceSchema } from "./wire";

/** Prices of the chain, sun. Super representatives vote on them, so they are read and never assumed. */
export interface Prices {
  readonly energy: bigint;
  readonly bandwidth: bigint;
  readonly activation: bigint;
  readonly freeBandwidth: number;
}

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
    freeBandwidth: Number(byKey.get("getFreeNetLimit") ?? 0),
  };
}

/** Simulates the transfer and prices it. Throws WouldRevertError. */
export async function readQuote(
  node: NodeClient,
  token: Address,
  intent: Intent,
  prices: Prices,
): Promise<FeeQuote> {
  return intent.kind === "token"
    ? quoteToken(node, token, intent, prices)
    : quoteNative(node, token, intent, prices);
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
  const owned = await readResources(node, from, prices);
  const burnt = BigInt(Math.max(0, energy - owned.energy)) * prices.energy;
  const bandwidth = bandwidthOf(payload);
  return {
    native: burnt + bandwidthCost(bandwidth, owned, prices),
    terms: {
      feeLimit: feeLimit.toString(),
      energy: energy.toString(),
      bandwidth: bandwidth.toString(),
      maxFee: decodePayload(payload, token).maxFee.toString(),
    },
  };
}

async function quoteNative(
  node: NodeClient,
  token: Address,
  intent: Intent,
  prices: Prices,
): Promise<FeeQuote> {
  const { from, to, value } = intent;
  const [sender, receiver, owned] = await Promise.all([
    ask(node, "wallet", "getaccount", { address: toWire(from) }, accountSchema),
    ask(node, "wallet", "getaccount", { address: toWire(to) }, accountSchema),
    readResources(node, from, prices),
  ]);
  if (from === to) throw new WouldRevertError("an account can't send TRX to itself");
  if (sender.balance < value) throw new WouldRevertError("balance short");
  const payload = await buildPayload(intent, FULL_SIZE_ANCHOR, token, 0n);
  const bandwidth = bandwidthOf(payload);
  // A transfer that opens an account pays for that instead of its bandwidth.
  const native = receiver.address ? bandwidthCost(bandwidth, owned, prices) : prices.activation;
  return {
    native,
    terms: {
      feeLimit: "0",
      bandwidth: bandwidth.toString(),
      maxFee: decodePayload(payload, token).maxFee.toString(),
    },
  };
}

/** A fifth more: the receiver's slot may empty or the contract's energy factor rise before it is mined, and running out burns all. */
function withMargin(energy: number): number {
  return Math.ceil((energy * 6) / 5);
}

interface Resources {
  readonly energy: number;
  readonly freeBandwidth: number;
  readonly stakedBandwidth: number;
}

async function readResources(node: NodeClient, owner: Address, prices: Prices): Promise<Resources> {
  const body = { address: toWire(owner) };
  const own = await ask(node, "wallet", "getaccountresource", body, resourceSchema);
  return {
    energy: Math.max(0, own.EnergyLimit - own.EnergyUsed),
    freeBandwidth: (own.freeNetLimit ?? prices.freeBandwidth) - own.freeNetUsed,
    stakedBandwidth: own.NetLimit - own.NetUsed,
  };
}

/** Bandwidth comes whole from one source or is burnt whole: java-tron does not mix. */
function bandwidthCost(bytes: number, owned: Resources, prices: Prices): bigint {
  const covered = owned.freeBandwidth >= bytes || owned.stakedBandwidth >= bytes;
  return covered ? 0n : BigInt(bytes) * prices.bandwidth;
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
