import { checkReadiness, getRuntime } from "@/lib/http";

export const dynamic = "force-dynamic";

export async function GET(): Promise<Response> {
  const { db, config } = getRuntime();
  const readiness = await checkReadiness(db, config);
  return Response.json(readiness, {
    status: readiness.status === "ready" ? 200 : 503,
    headers: { "Cache-Control": "no-store" },
  });
}
