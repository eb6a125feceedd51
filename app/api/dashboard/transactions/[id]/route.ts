import { listNotes } from "@/lib/desk";
import { read } from "@/lib/http/dashboard";
import { getRecordDetail } from "@/lib/records";

/** How one record stands: its state, its payments, and how far each is. */
export const GET = read({
  name: "GET /dashboard/transactions/{id}",
  run: async (ctx, _query, _person, { id = "" }) => {
    const { summary, payments, timeline, webhooks } = await getRecordDetail(ctx, id);
    const notes = await listNotes(ctx, id);
    return {
      notes: notes.length,
      status: summary.status,
      exception: summary.exception,
      steps: timeline.length,
      payments: payments.map(({ state, confirmations }) => [state, confirmations]),
      webhooks: webhooks.map(({ deliveryStatus, attempts }) => [deliveryStatus, attempts.length]),
    };
  },
});
