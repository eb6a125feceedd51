"use server";

import { z } from "zod";
import { parseCreateInvoice } from "@/lib/api";
import { getRuntime } from "@/lib/http";
import { action } from "@/lib/http/dashboard";
import { cancelInvoice, createPaymentLink } from "@/lib/invoices";

const text = z.string().max(10_000);

/** Makes an invoice whose link is sent to somebody; the same key makes it once. */
export const createLinkAction = action({
  name: "links/create",
  input: z.object({
    currencyType: text,
    amount: text,
    timer: text,
    description: text,
    referenceId: text,
    key: z.string().min(1).max(255),
  }),
  run: async (ctx, { key, description, referenceId, ...rest }) => {
    const body = { ...rest, description: description || null, referenceId: referenceId || null };
    const raw = { query: new URLSearchParams(), body, repeated: [] };
    const { id } = await createPaymentLink(ctx, parseCreateInvoice(raw, getRuntime().sandbox), key);
    return { id };
  },
});

/** Cancels an invoice that waits; its page, where somebody has it open, says so at once. */
export const cancelLinkAction = action({
  name: "links/cancel",
  input: z.object({ transactionId: z.uuid(), remarks: z.string().max(1_000) }),
  run: async (ctx, { transactionId, remarks }) => {
    await cancelInvoice(ctx, { transactionId, remarks: remarks || null });
    if (ctx.merchantId) getRuntime().watch.doubt({ merchantId: ctx.merchantId });
    return null;
  },
});
