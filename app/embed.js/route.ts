import { EMBED_SCRIPT } from "@/components/checkout";

export const dynamic = "force-static";

/** The script that shops load to show a payment page over their own (docs/embedding.md). */
export function GET(): Response {
  return new Response(EMBED_SCRIPT, {
    headers: {
      "Content-Type": "text/javascript; charset=utf-8",
      "Cache-Control": "public, max-age=3600",
    },
  });
}
