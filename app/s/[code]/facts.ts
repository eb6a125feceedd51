import { type CheckoutPageFacts, chooseLanguage, type LanguageTag } from "@/components/checkout";
import { getNetwork, type NetworkId } from "@/lib/kit";

const EXPLORERS: Readonly<Record<NetworkId, string>> = {
  "USDT-ERC20": "https://etherscan.io/tx/",
  "USDT-TRC20": "https://tronscan.org/#/transaction/",
};

/** The language of the page that is asked for. */
export function languageOf(request: Request): LanguageTag {
  return chooseLanguage({
    asked: new URL(request.url).searchParams.get("lang"),
    accepted: request.headers.get("accept-language"),
    merchants: null,
  });
}

/** What a payment page knows beside its invoice. The sandbox's chains have no explorer and a block a second. */
export function pageFacts(
  code: string,
  network: NetworkId,
  sandbox: boolean,
  language: LanguageTag,
): CheckoutPageFacts {
  const pollUrl = `/api/v1/public/checkout/${code}`;
  return {
    language,
    sandbox,
    extendUrl: `${pollUrl}/extend`,
    pollUrl,
    payUrl: sandbox ? `${pollUrl}/pay` : null,
    explorerTxBase: sandbox ? null : EXPLORERS[network],
    secondsPerBlock: sandbox ? 1 : getNetwork(network).blockSeconds,
  };
}
