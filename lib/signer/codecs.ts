import { createTxCodec, InvalidAddressError, type TxCodec } from "@/lib/chains";
import { type Config, ConfigError, type Environment, requireSetting } from "@/lib/config";
import { NETWORKS, type NetworkId } from "@/lib/kit";

/** EIP-155. The signer asks no node, so that a node can't make it sign for another chain. */
const ETHEREUM_CHAIN_ID: Readonly<Record<Environment, number>> = { production: 1, sandbox: 31_337 };

/** The codec of every network, for the contracts that the settings name. Throws ConfigError. */
export function createCodecs(config: Config): ReadonlyMap<NetworkId, TxCodec> {
  return new Map(NETWORKS.map(({ id }) => [id, createCodec(config, id)]));
}

function createCodec(config: Config, network: NetworkId): TxCodec {
  const ethereum = network === "USDT-ERC20";
  const variable = ethereum ? "USDT_ERC20_CONTRACT" : "USDT_TRC20_CONTRACT";
  const token = requireSetting(
    ethereum ? config.usdtErc20Contract : config.usdtTrc20Contract,
    variable,
  );
  try {
    return createTxCodec(network, { token, chainId: ETHEREUM_CHAIN_ID[config.environment] });
  } catch (error) {
    if (!(error instanceof InvalidAddressError)) throw error;
    throw new ConfigError([`${variable} is not an address: ${error.message}`]);
  }
}
