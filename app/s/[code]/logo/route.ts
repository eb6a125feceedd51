import { countPage, getRuntime, logoResponse } from "@/lib/http";
import { getCheckoutLogo } from "@/lib/invoices";

export const dynamic = "force-dynamic";

export async function GET(
  request: Request,
  { params }: { params: Promise<{ code: string }> },
): Promise<Response> {
  const limit = await countPage(request, "logo");
  if (limit?.allowed === false) return new Response(null, { status: 429 });
  const { code } = await params;
  const logo = await getCheckoutLogo(getRuntime().db, code);
  return logo ? logoResponse(request, logo) : new Response(null, { status: 404 });
}
