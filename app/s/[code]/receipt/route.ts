import { showPage } from "@/app/s/[code]/show-page";
import { renderReceipt } from "@/components/checkout";

export const dynamic = "force-dynamic";

export async function GET(
  request: Request,
  { params }: { params: Promise<{ code: string }> },
): Promise<Response> {
  return showPage(request, (await params).code, renderReceipt);
}
