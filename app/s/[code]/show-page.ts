import { checkoutCsp } from "@/components/checkout";
import { countPage, getRuntime, newNonce, pageResponse } from "@/lib/http";
import { claimedOrigin } from "./claimed-origin";
import { type Draw, type Page, renderAway, renderPage } from "./render-page";

/** Answers a payer's page of a code: counted by address, drawn, and told plainly when it can't be. */
export async function showPage(request: Request, code: string, draw: Draw): Promise<Response> {
  const nonce = newNonce();
  const runtime = getRuntime();
  const limit = await countPage(request);
  const page: Page =
    limit?.allowed === false
      ? await renderAway(429, nonce, request)
      : await renderPage(runtime, { code, nonce, request }, draw).catch((err: unknown) => {
          runtime.log.error({ err }, "a payment page could not be shown");
          return renderAway(503, nonce, request);
        });
  const framedBy = page.status === 200 ? page.framedBy : claimedOrigin(request, runtime.sandbox);
  const policy = checkoutCsp(nonce, framedBy);
  return pageResponse(page.status, page.html, policy, limit, framedBy.length > 0);
}
