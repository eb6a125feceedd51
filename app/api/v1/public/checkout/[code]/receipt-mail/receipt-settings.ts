import { pageFacts } from "@/app/s/[code]/facts";
import { checkoutPageModel, chooseLanguage, receiptMail } from "@/components/checkout";
import { type Facts, mailSettings } from "@/lib/http";
import type { ComposeReceipt } from "@/lib/invoices";

/** What the verb needs, and how the mail is composed: in the payer's language, else the shop's, else English. */
export async function receiptSettings(
  { config, sandbox }: Pick<Facts, "config" | "sandbox">,
  code: string,
): Promise<ReturnType<typeof mailSettings> & { readonly compose: ComposeReceipt }> {
  // A static import of it in a route handler fails Next's build.
  const { renderToStaticMarkup } = await import("react-dom/server");
  const compose: ComposeReceipt = (page, wanted) => {
    const merchants = page.shop.language;
    const language = chooseLanguage({ asked: wanted, accepted: null, merchants });
    const facts = pageFacts({ config, sandbox }, code, page.view.currencyType, language, null);
    const { subject, text, html } = receiptMail(checkoutPageModel(page, facts));
    return { subject, text, html: `<!doctype html>${renderToStaticMarkup(html)}` };
  };
  return { ...mailSettings(config), compose };
}
