import { listApiRequests } from "@/lib/calls";
import { read } from "@/lib/http/dashboard";
import { formatAmount, isUuid } from "@/lib/kit";
import { listRecords } from "@/lib/records";

const MOST = 6;

/** Records that a text is exactly known by: their numbers, addresses, hashes, users, amounts; and a call, by its request id. */
export const GET = read({
  name: "GET /dashboard/search",
  run: async (ctx, query) => {
    const search = query.get("q")?.trim().slice(0, 255) ?? "";
    if (search.length < 2) return { found: [] };
    const { docs } = await listRecords(ctx, { search }, { page: 1, limit: MOST });
    const found = docs.map(({ id, invoiceNo, userId, referenceId, amount, status }) => ({
      id,
      label: [invoiceNo ?? `…${id.slice(-8)}`, referenceId, userId].filter(Boolean).join(" · "),
      detail: `${formatAmount(amount)} USDT, ${status}`,
      href: `/dashboard/transactions/${id}`,
    }));
    if (!isUuid(search) || !ctx.permissions.has("keys:read")) return { found };
    const calls = await listApiRequests(ctx, { id: search }, { limit: 1 });
    const called = calls.docs.map(({ id, method, path, status, error }) => ({
      id: `call ${id}`,
      label: `${method} ${path}`,
      detail: [status, error].filter(Boolean).join(" "),
      href: `/dashboard/developers/requests/${id}`,
    }));
    return { found: [...called, ...found] };
  },
});
