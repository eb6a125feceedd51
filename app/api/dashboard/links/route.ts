import { read } from "@/lib/http/dashboard";
import { listPaymentLinks } from "@/lib/invoices";

/** A page of the payment links: which they are, and how they stand. */
export const GET = read({
  name: "GET /dashboard/links",
  run: async (ctx, query) => {
    const { links } = await listPaymentLinks(ctx, query.get("cursor") || null);
    return {
      links: links.map(({ id, status, exception, received }) => ({
        id,
        status,
        exception,
        received: received.toString(),
      })),
    };
  },
});
