import { createdInvoice, createdInvoiceBody, parseCreateInvoice } from "@/lib/api";
import { endpoint, route } from "@/lib/http";
import { createInvoice, getInvoice } from "@/lib/invoices";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  endpoint({
    name: "POST /transaction/create",
    access: "key",
    tier: "wallet_generation",
    parse: (raw, facts) => parseCreateInvoice(raw, facts.sandbox),
    run: (ctx, input, _facts, call) => createInvoice(ctx, input, call),
    rebuild: (ctx, id) => getInvoice(ctx, id),
    reply: (invoice, facts) => createdInvoiceBody(invoice, facts.config.origin),
    schema: createdInvoice,
  }),
);
