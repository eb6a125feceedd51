import { checkReadiness, getRuntime, isBearer, renderMetrics } from "@/lib/http";

export const dynamic = "force-dynamic";

export async function GET(request: Request): Promise<Response> {
  const { db, config, sandbox } = getRuntime();
  const open = sandbox && config.metricsToken === null;
  if (!open && !isBearer(request, config.metricsToken)) {
    return new Response("Unauthorized\n", {
      status: 401,
      headers: { "WWW-Authenticate": "Bearer", "Cache-Control": "no-store" },
    });
  }
  // Sets the gauges of the chains.
  await checkReadiness(db, config);
  const { text, contentType } = await renderMetrics();
  return new Response(text, {
    headers: { "Content-Type": contentType, "Cache-Control": "no-store" },
  });
}
