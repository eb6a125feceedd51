"use server";

import { action, pageLocale } from "@/lib/http/dashboard";
import { OPERATOR_ORDER, orderSubject, placeOrder } from "@/lib/operator";
import { feeExamples } from "./fee-example";
import { draftSchema, readOrder, readTiers, tiersSchema } from "./read-order";
import { shownOrder } from "./shown";

/** Writes down what an operator wants done, by a code for exactly that; the worker carries it out. */
export const orderAction = action({
  name: "operator/order",
  tier: "financial",
  input: draftSchema,
  stepUp: async (ctx, draft) => {
    const order = readOrder(draft);
    return {
      kind: OPERATOR_ORDER,
      subject: orderSubject(order),
      shown: await shownOrder(ctx, order, await pageLocale()),
    };
  },
  run: (ctx, draft) => placeOrder(ctx, readOrder(draft)),
});

/** What typical sums would cost by a fee table that is being typed. */
export const previewFeesAction = action({
  name: "operator/preview-fees",
  input: tiersSchema,
  run: async (_ctx, rows) => {
    const tiers = readTiers(rows);
    // A table that is not whole yet has no fee for small sums.
    const whole = tiers[0]?.from === 0n;
    return { examples: whole ? feeExamples(tiers, await pageLocale()) : [] };
  },
});
