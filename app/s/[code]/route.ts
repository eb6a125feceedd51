import { checkoutCsp } from "@/components/checkout";
import { countPage, getRuntime, newNonce, pageResponse } from "@/lib/http";
import { languageOf } from "./facts";
import { type Page, renderAway, renderPage } from "./render-page";

export const dynamic = "force-dynamic";

export async function GET(
  request: Request,
  { params }: { params: Promise<{ code: string }> },
): Promise<Response> {
  const nonce = newNonce();
  const runtime = getRuntime();
  const limit = await countPage(request);
  const { code } = await params;
  const language = languageOf(request);
  const page: Page =
    limit?.allowed === false
      ? await renderAway(429, nonce, language)
      : await renderPage(runtime, code, nonce, language).catch((err: unknown) => {
          runtime.log.error({ err }, "a payment page could not be shown");
          return renderAway(503, nonce, language);
        });
  return pageResponse(page.status, page.html, checkoutCsp(nonce), limit);
}
