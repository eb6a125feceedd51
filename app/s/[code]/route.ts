import { checkoutCsp } from "@/components/checkout";
import { countPage, getRuntime, newNonce, pageResponse } from "@/lib/http";
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
  const page: Page =
    limit?.allowed === false
      ? await renderAway(429, nonce)
      : await renderPage(runtime, code, nonce).catch((err: unknown) => {
          runtime.log.error({ err }, "a payment page could not be shown");
          return renderAway(503, nonce);
        });
  return pageResponse(page.status, page.html, checkoutCsp(nonce), limit);
}
