"use server";

import { z } from "zod";
import { action } from "@/lib/http/dashboard";
import { chooseMerchant } from "@/lib/people";

/** Shows the dashboard of another merchant that the person works for. */
export const chooseMerchantAction = action({
  name: "session/choose-merchant",
  input: z.uuid(),
  run: async (ctx, merchantId, { person }) => {
    await chooseMerchant(ctx, person.sessionId, merchantId);
    return null;
  },
});

/** Keeps the session of somebody who says to be there still: every action does, and this does nothing else. */
export const extendSessionAction = action({
  name: "session/extend",
  input: z.null(),
  run: async () => null,
});
