import { listApiRequests } from "@/lib/calls";
import type { PageFacts } from "@/lib/http/dashboard";
import { formatAmount, isUuid } from "@/lib/kit";
import { listRecords } from "@/lib/records";

type Context = PageFacts["ctx"];
const MOST = 6;

/** Records that a text is exactly known by. */
export async function foundRecords(ctx: Context, search: string) {
  const { docs } = await listRecords(ctx, { search }, { page: 1, limit: MOST });
  return docs.map(({ id, invoiceNo, userId, referenceId, amount, status }) => ({
    id,
    label: [invoiceNo ?? `…${id.slice(-8)}`, referenceId, userId].filter(Boolean).join(" · "),
    detail: `${formatAmount(amount)} USDT, ${status}`,
    href: `/dashboard/transactions/${id}`,
  }));
}

/** The call whose request id a text is, for who may look at calls. */
export async function foundCalls(ctx: Context, search: string) {
  if (!isUuid(search) || !ctx.permissions.has("keys:read")) return [];
  const { docs } = await listApiRequests(ctx, { id: search.toLowerCase() }, { limit: 1 });
  return docs.map(({ id, method, path, status, error }) => ({
    id: `call ${id}`,
    label: `${method} ${path}`,
    detail: [status, error].filter(Boolean).join(" "),
    href: `/dashboard/developers/requests/${id}`,
  }));
}
