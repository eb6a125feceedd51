import { testWebhookBody } from "@/lib/api";
import { WEBHOOK_EVENTS } from "@/lib/webhooks";

const ID = "0199b7a4-6c1e-7d3a-9f52-3b8e5d1c7a90";
const AT = new Date("2026-01-15T12:00:00Z");

/** Every event that is sent, with a body in the form of a real one. */
export function sampleEvents() {
  const sent = JSON.parse(testWebhookBody({ id: ID, clientId: "your-client-id", at: AT })) as {
    data: Record<string, unknown>;
  };
  return WEBHOOK_EVENTS.map((name) => {
    const [type = "", status = ""] = name.split(" ");
    const final = status === "confirmed" || status === "completed";
    const data = {
      ...sent.data,
      type,
      status,
      amount: 25,
      netAmount: 25,
      actualBalance: final || type !== "deposit" ? 25 : 0,
      confirmedAt: final ? sent.data.confirmedAt : null,
      blockchainTxHash: final ? sent.data.blockchainTxHash : null,
      invoiceNo: type === "deposit" ? sent.data.invoiceNo : null,
      reason: status === "failed" || status === "rejected" ? "…" : null,
    };
    return { type, status, sample: JSON.stringify({ ...sent, data }, null, 2) };
  });
}
