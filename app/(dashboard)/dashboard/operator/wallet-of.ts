import { getRuntime } from "@/lib/http";
import type { NetworkId } from "@/lib/kit";

/** Where the fees of a network are settled to; null: nowhere, because the settings name no wallet. */
export function walletOf(network: NetworkId): string | null {
  const { operatorWalletErc20, operatorWalletTrc20 } = getRuntime().config;
  return network === "USDT-ERC20" ? operatorWalletErc20 : operatorWalletTrc20;
}
