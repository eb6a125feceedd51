import { renderCheckout } from "@/components/checkout";
import { showPage } from "./show-page";

export const dynamic = "force-dynamic";

export async function GET(
  request: Request,
  { params }: { params: Promise<{ code: string }> },
): Promise<Response> {
  return showPage(request, (await params).code, renderCheckout);
}
