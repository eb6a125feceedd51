import { type CheckoutPageFacts, chooseLanguage, type LanguageTag } from "@/components/checkout";
import { framingOrigins } from "@/lib/api";
import { mailMode } from "@/lib/config";
import type { getRuntime } from "@/lib/http";
import { getNetwork, type NetworkId } from "@/lib/kit";

const EXPLORERS: Readonly<Record<NetworkId, string>> = {
  "USDT-ERC20": "https://etherscan.io/tx/",
  "USDT-TRC20": "https://tronscan.org/#/transaction/",
};

/** The language of the page that is asked for; `merchants` is the shop's own, where it is known. */
export function languageOf(request: Request, merchants: string | null): LanguageTag {
  return chooseLanguage({
    asked: new URL(request.url).searchParams.get("lang"),
    accepted: request.headers.get("accept-language"),
    merchants,
  });
}

type Runtime = Pick<ReturnType<typeof getRuntime>, "config" | "sandbox">;

/** Who may frame the shop's pages, and whose frame this one says that it is in. */
export function framing(request: Request, embedOrigins: readonly string[], sandbox: boolean) {
  const framedBy = framingOrigins(embedOrigins, sandbox);
  const asked = new URL(request.url).searchParams;
  const origin = framedBy.find((known) => known === asked.get("origin")) ?? null;
  return { framedBy, embed: asked.get("embed") === "1" ? { origin } : null };
}

/** What a payment page knows beside its invoice. The sandbox's chains have no explorer and a block a second. */
export function pageFacts(
  { config, sandbox }: Runtime,
  code: string,
  network: NetworkId,
  language: LanguageTag,
  embed: CheckoutPageFacts["embed"],
): CheckoutPageFacts {
  const pollUrl = `/api/v1/public/checkout/${code}`;
  return {
    language,
    sandbox,
    mail: mailMode(config) !== null,
    embed,
    logoUrl: `/s/${code}/logo`,
    pageUrl: `${config.origin}/s/${code}?lang=${language}`,
    receiptUrl: `${config.origin}/s/${code}/receipt?lang=${language}`,
    token: network === "USDT-ERC20" ? config.usdtErc20Contract : config.usdtTrc20Contract,
    extendUrl: `${pollUrl}/extend`,
    pollUrl,
    payUrl: sandbox ? `${pollUrl}/pay` : null,
    explorerTxBase: sandbox ? null : EXPLORERS[network],
    secondsPerBlock: sandbox ? 1 : getNetwork(network).blockSeconds,
  };
}
