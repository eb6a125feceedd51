import { parseSandboxPay, sandboxPayment, success, successOf, TEXTS, wireAmount } from "@/lib/api";
import { endpoint, route } from "@/lib/http";
import { awaitSandboxPayment, requestSandboxPayment } from "@/lib/invoices";

const WAIT_MS = 30_000;

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  endpoint({
    name: "POST /sandbox/pay",
    access: "key",
    tier: "standard",
    sandboxOnly: true,
    parse: parseSandboxPay,
    run: async (ctx, input, _facts, call) =>
      awaitSandboxPayment(ctx, (await requestSandboxPayment(ctx, input, call)).id, WAIT_MS),
    rebuild: (ctx, id) => awaitSandboxPayment(ctx, id, WAIT_MS),
    reply: ({ network, amount, ...sent }) =>
      success(TEXTS.testPaymentSent, {
        ...sent,
        amount: wireAmount(amount),
        currencyType: network,
      }),
    schema: successOf(sandboxPayment),
  }),
);
