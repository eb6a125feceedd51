import type { ReactElement } from "react";
import { LanguageMenu } from "./language-menu";
import type { CheckoutPageModel } from "./page-model";

/** Whose payment it is: the shop's logo and name, the reference, and the page's languages. */
export function ShopHeader({ model }: { model: CheckoutPageModel }): ReactElement {
  const { shop, texts } = model;
  return (
    <header className="shop">
      <div className="brand">
        {/* Its name stands beside it. A picture of unknown width; its height is the style sheet's. */}
        {shop.logo !== null && (
          // biome-ignore lint/performance/noImgElement: this document is not one of Next's pages
          <img src={`${model.logoUrl}?v=${shop.logo}`} alt="" height={40} />
        )}
        <bdi>{model.merchantName}</bdi>
      </div>
      <span>
        {texts.say("page.reference")} <bdi>{model.invoiceNo}</bdi>
      </span>
      <LanguageMenu texts={texts} query={embedQuery(model)} />
    </header>
  );
}

/** What a link to this page carries on, so that it stays known whose frame it is in. */
function embedQuery({ embed }: CheckoutPageModel): string {
  if (embed === null) return "";
  return `&embed=1${embed.origin === null ? "" : `&origin=${encodeURIComponent(embed.origin)}`}`;
}
