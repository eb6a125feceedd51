import { type CountingChainAdapter, createChainAdapter } from "@/lib/chains";
import { type Config, requireSetting } from "@/lib/config";
import { type Logger, NETWORKS } from "@/lib/kit";

/** One adapter per network, as the settings say. Throws ConfigError when a node or contract is not given. */
export function createAdapters(config: Config, log: Logger): readonly CountingChainAdapter[] {
  return NETWORKS.map((network) => {
    const ethereum = network.chain === "ethereum";
    return createChainAdapter(network.id, {
      urls: ethereum
        ? requireSetting(config.ethereumRpcUrls, "ETHEREUM_RPC_URL")
        : requireSetting(config.tronApiUrls, "TRON_API_URL"),
      token: ethereum
        ? requireSetting(config.usdtErc20Contract, "USDT_ERC20_CONTRACT")
        : requireSetting(config.usdtTrc20Contract, "USDT_TRC20_CONTRACT"),
      confirmations: ethereum ? config.ethereumConfirmations : config.tronConfirmations,
      logger: log,
    });
  });
}
