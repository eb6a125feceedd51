import { openApiDocument } from "@/lib/api";
import { getRuntime } from "@/lib/http";

export const dynamic = "force-dynamic";

export function GET(): Response {
  const { config, sandbox } = getRuntime();
  return Response.json(openApiDocument(config.origin, sandbox), {
    headers: { "Cache-Control": "no-cache", "Access-Control-Allow-Origin": "*" },
  });
}
