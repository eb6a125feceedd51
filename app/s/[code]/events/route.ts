import { streamChanges } from "@/lib/http";

export const dynamic = "force-dynamic";

/** Tells an open payment page when it has changed (C-14); what changed, it asks the poll. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ code: string }> },
): Promise<Response> {
  return streamChanges((await params).code, request);
}
