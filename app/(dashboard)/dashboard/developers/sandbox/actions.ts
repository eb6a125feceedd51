"use server";

import { z } from "zod";
import { parseSandboxPay } from "@/lib/api";
import { getRuntime } from "@/lib/http";
import { action } from "@/lib/http/dashboard";
import { awaitSandboxPayment, requestSandboxPayment } from "@/lib/invoices";
import { AppError } from "@/lib/kit";

const WAIT_MS = 30_000;
const text = z.string().max(10_000);

/** Sends test money and waits until it is on its way; of the sandbox alone. */
export const sandboxPayAction = action({
  name: "sandbox/pay",
  input: z.object({ currencyType: text, amount: text, walletAddress: text }),
  run: async (ctx, body) => {
    if (!getRuntime().sandbox) throw new AppError("not_found");
    const asked = parseSandboxPay({ query: new URLSearchParams(), body, repeated: [] });
    const { id } = await requestSandboxPayment(ctx, asked);
    const { transactionHash } = await awaitSandboxPayment(ctx, id, WAIT_MS);
    return { transactionHash };
  },
});
