import { pageTimeZone, read } from "@/lib/http/dashboard";
import { listRecords, readListFilter } from "@/lib/records";

const LIMIT = 25;

/** The first page of a filtered list: which records, and how they stand. */
export const GET = read({
  name: "GET /dashboard/transactions",
  run: async (ctx, query) => {
    const filter = readListFilter(query, await pageTimeZone());
    const { docs } = await listRecords(ctx, filter, { page: 1, limit: LIMIT });
    const records = docs.map(({ id, status, exception, received, txHash, webhookFailed }) => ({
      id,
      status,
      exception,
      received: received?.toString() ?? null,
      txHash,
      webhookFailed,
    }));
    return { records };
  },
});
