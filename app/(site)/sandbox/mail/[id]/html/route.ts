import { getRuntime } from "@/lib/http";
import { findKeptMail } from "@/lib/mail";

export const dynamic = "force-dynamic";

/** A mail's own markup; its policy is the server's (`lib/http/web-server.ts`), under which nothing runs or loads. */
export async function GET(
  _request: Request,
  { params }: { params: Promise<{ id: string }> },
): Promise<Response> {
  const { db, sandbox } = getRuntime();
  const mail = sandbox ? await findKeptMail(db, (await params).id) : null;
  const headers = { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" };
  return mail?.html ? new Response(mail.html, { headers }) : new Response(null, { status: 404 });
}
