import { type CheckoutPageFacts, chooseLanguage, type LanguageTag } from "@/components/checkout";
import type { getRuntime } from "@/lib/http";
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
  { config, sandbox }: Pick<ReturnType<typeof getRuntime>, "config" | "sandbox">,
  code: string,
  network: NetworkId,
  language: LanguageTag,
): CheckoutPageFacts {
  const pollUrl = `/api/v1/public/checkout/${code}`;
  return {
    language,
    sandbox,
    pageUrl: `${config.origin}/s/${code}?lang=${language}`,
    token: network === "USDT-ERC20" ? config.usdtErc20Contract : config.usdtTrc20Contract,
    extendUrl: `${pollUrl}/extend`,
    pollUrl,
    payUrl: sandbox ? `${pollUrl}/pay` : null,
    explorerTxBase: sandbox ? null : EXPLORERS[network],
    secondsPerBlock: sandbox ? 1 : getNetwork(network).blockSeconds,
  };
}
