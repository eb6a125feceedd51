import { InvalidAddressError } from "@/lib/chains";
import { parseAddress } from "@/lib/chains/spelling";
import { type Config, ConfigError } from "@/lib/config";
import type { NetworkId } from "@/lib/kit";

/** Where collected fees may go, by the settings of this process: 40 hex digits each. Throws ConfigError. */
export function readOperatorWallets(config: Config): ReadonlyMap<NetworkId, string> {
  const wallets = new Map<NetworkId, string>();
  read("USDT-ERC20", "OPERATOR_WALLET_ERC20", config.operatorWalletErc20);
  read("USDT-TRC20", "OPERATOR_WALLET_TRC20", config.operatorWalletTrc20);
  return wallets;

  function read(network: NetworkId, variable: string, text: string | null): void {
    if (text === null) return;
    try {
      wallets.set(network, parseAddress(network, text));
    } catch (error) {
      if (!(error instanceof InvalidAddressError)) throw error;
      throw new ConfigError([`${variable} is not an address: ${error.message}`]);
    }
  }
}
