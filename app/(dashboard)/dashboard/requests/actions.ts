"use server";

import { z } from "zod";
import { moneyText, networkName, textsOf } from "@/components/dashboard";
import { action, pageLocale } from "@/lib/http/dashboard";
import {
  approvalSubject,
  approveMany,
  approveRequest,
  getRequestFacts,
  rejectWithdrawal,
  requestSetSubject,
  summariseRequests,
  WITHDRAWAL_APPROVE,
  WITHDRAWAL_APPROVE_MANY,
} from "@/lib/payouts";

/** Lets one request go, by a code for exactly what is shown. */
export const approveRequestAction = action({
  name: "requests/approve",
  tier: "financial",
  input: z.uuid(),
  stepUp: async (ctx, withdrawalId) => {
    const { request, user, yourWord } = await getRequestFacts(ctx, { withdrawalId });
    // The verb says why, and takes no code for it.
    if (yourWord !== "recorded" && yourWord !== "released") return null;
    const locale = await pageLocale();
    const say = textsOf(locale, "requests");
    const words = textsOf(locale, "words");
    const amount = (units: bigint) => `${moneyText(units, locale)} USDT`;
    const fee = say(request.feePayer === "user" ? "feeOfUser" : "feeOfMerchant");
    return {
      kind: WITHDRAWAL_APPROVE,
      subject: approvalSubject(request),
      shown: [
        { label: say("shownFor"), value: user?.userId ?? say("shownOwn") },
        { label: words("address"), value: request.walletAddress },
        { label: words("network"), value: networkName(request.network) },
        { label: words("amount"), value: amount(request.amountUnits) },
        { label: fee, value: amount(request.feeUnits) },
        { label: say("arrives"), value: amount(request.netUnits) },
      ],
    };
  },
  run: async (ctx, withdrawalId) => (await approveRequest(ctx, { withdrawalId })).outcome,
});

/** Lets several go, by one code for exactly that set. */
export const approveManyAction = action({
  name: "requests/approve-many",
  tier: "financial",
  input: z.array(z.uuid()).min(1).max(100).readonly(),
  stepUp: async (ctx, ids) => {
    const set = await summariseRequests(ctx, { ids });
    const locale = await pageLocale();
    const say = textsOf(locale, "requests");
    const amount = (units: bigint) => `${moneyText(units, locale)} USDT`;
    return {
      kind: WITHDRAWAL_APPROVE_MANY,
      subject: requestSetSubject(set),
      shown: set.totals.map((one) => ({
        label: say("shownTotal", { network: networkName(one.network), count: one.count }),
        value: say("shownSum", { amount: amount(one.amount), net: amount(one.net) }),
      })),
    };
  },
  run: (ctx, ids) => approveMany(ctx, { ids }),
});

/** Turns a request down, for a reason. */
export const rejectRequestAction = action({
  name: "requests/reject",
  tier: "financial",
  input: z.object({ id: z.uuid(), remarks: z.string().max(1_000) }),
  run: async (ctx, { id, remarks }) => {
    await rejectWithdrawal(ctx, { withdrawalId: id, remarks });
    return null;
  },
});
