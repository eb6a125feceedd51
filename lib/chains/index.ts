import { getNetwork, type NetworkId } from "@/lib/kit";
import type { ChainConfig, CodecConfig } from "./config";
import { createEthereumAdapter } from "./ethereum/adapter";
import { parseAddress as parseEthereum } from "./ethereum/addresses";
import { createEthereumCodec } from "./ethereum/codec";
import type { ChainAdapter, FeeQuote, TxCodec } from "./port";
import { createTronAdapter } from "./tron/adapter";
import { parseAddress as parseTron } from "./tron/addresses";
import { createTronCodec } from "./tron/codec";

export type { ChainConfig, CodecConfig } from "./config";
export * from "./errors";
export type { NodeCall } from "./node-client";
export * from "./port";
export { formatAddress, parseAddress } from "./spelling";

/** An adapter that counts the calls it makes to nodes. */
export type CountingChainAdapter = ChainAdapter & { calls(): number };

/**
 * The most that a transaction built with this quote can cost, at least what its DecodedTx says: what a signer is to be
 * allowed. More than `native` where staked energy pays a part.
 */
export function maxFeeOf(quote: FeeQuote): bigint {
  return quote.terms.maxFee === undefined ? quote.native : BigInt(quote.terms.maxFee);
}

/** The adapter of a network. Asks no node before its first use; throws InvalidAddressError for the token. */
export function createChainAdapter(network: NetworkId, config: ChainConfig): CountingChainAdapter {
  return getNetwork(network).chain === "ethereum"
    ? createEthereumAdapter(config)
    : createTronAdapter(config);
}

/** The codec of a network. Throws InvalidAddressError for the token, TypeError when Ethereum's chain id is missing. */
export function createTxCodec(network: NetworkId, config: CodecConfig): TxCodec {
  if (getNetwork(network).chain === "tron") return createTronCodec(parseTron(config.token));
  if (config.chainId === undefined) throw new TypeError("Ethereum's codec needs the chain id");
  return createEthereumCodec(config.chainId, parseEthereum(config.token));
}
