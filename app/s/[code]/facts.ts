import type { CheckoutPageFacts } from "@/components/checkout";
import { getNetwork, type NetworkId } from "@/lib/kit";

const EXPLORERS: Readonly<Record<NetworkId, string>> = {
  "USDT-ERC20": "https://etherscan.io/tx/",
  "USDT-TRC20": "https://tronscan.org/#/transaction/",
};

/** What a payment page knows beside its invoice. The sandbox's chains have no explorer and a block a second. */
export function pageFacts(code: string, network: NetworkId, sandbox: boolean): CheckoutPageFacts {
  const pollUrl = `/api/v1/public/checkout/${code}`;
  return {
    sandbox,
    pollUrl,
    payUrl: sandbox ? `${pollUrl}/pay` : null,
    explorerTxBase: sandbox ? null : EXPLORERS[network],
    secondsPerBlock: sandbox ? 1 : getNetwork(network).blockSeconds,
  };
}
