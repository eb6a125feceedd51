"use server";

import { z } from "zod";
import { moneyText, networkName, textsOf } from "@/components/dashboard";
import {
  type AdjustFigureInput,
  adjustFigure,
  adjustmentSubject,
  FIGURE_ADJUST,
  getCustomer,
  pauseCustomer,
  resumeCustomer,
} from "@/lib/customers";
import { action, type PageFacts, pageLocale, type StepUp } from "@/lib/http/dashboard";
import { MAX_AMOUNT, NETWORK_IDS, parseAmount } from "@/lib/kit";

/** Whether a user's deposits raise what the user may spend, from now on. */
export const setCreditingAction = action({
  name: "wallets/crediting",
  input: z.object({ userId: z.string().min(1).max(255), active: z.boolean() }),
  run: async (ctx, { userId, active }) => {
    await (active ? resumeCustomer : pauseCustomer)(ctx, { userId });
    return null;
  },
});

const amount = z
  .string()
  .max(40)
  .transform((text, issues) => {
    const units = parseAmount(text);
    if (units !== null && units > 0n && units <= MAX_AMOUNT) return units;
    issues.addIssue({ code: "custom", message: "must be an amount of USDT above 0" });
    return z.NEVER;
  });

const correction = z
  .object({
    userId: z.string().min(1).max(255),
    network: z.enum(NETWORK_IDS),
    direction: z.enum(["add", "take"]),
    amount,
    reason: z.string().trim().min(1, "must say why").max(500),
    reference: z.string().trim().max(255),
    key: z.string().min(1).max(255),
  })
  .transform(
    ({ direction, amount: size, reference, ...rest }): AdjustFigureInput => ({
      ...rest,
      amount: direction === "add" ? size : -size,
      reference: reference || null,
    }),
  );

/** Corrects what a user may spend, by a code for exactly this. */
export const adjustFigureAction = action({
  name: "wallets/adjust",
  tier: "financial",
  input: correction,
  stepUp: async (ctx, input): Promise<StepUp> => ({
    kind: FIGURE_ADJUST,
    subject: adjustmentSubject(input),
    shown: await shownOf(ctx, input),
  }),
  run: async (ctx, input) => {
    const made = await adjustFigure(ctx, input);
    const locale = await pageLocale();
    return { figure: moneyText(made.figure, locale), network: networkName(made.network) };
  },
});

async function shownOf(ctx: PageFacts["ctx"], input: AdjustFigureInput): Promise<StepUp["shown"]> {
  const locale = await pageLocale();
  const say = textsOf(locale, "wallets");
  const customer = await getCustomer(ctx, { userId: input.userId });
  const now = customer.wallets.find(({ network }) => network === input.network)?.figure ?? 0n;
  const sum = (units: bigint) => `${moneyText(units, locale)} USDT`;
  return [
    { label: say("shownUser"), value: input.userId },
    { label: say("network"), value: networkName(input.network) },
    {
      label: say("shownChange"),
      value: `${input.amount > 0n ? "+" : ""}${sum(input.amount)}`,
    },
    { label: say("shownNow"), value: sum(now) },
    { label: say("shownAfter"), value: sum(now + input.amount) },
    { label: say("shownReason"), value: input.reason },
    ...(input.reference === null ? [] : [{ label: say("shownReference"), value: input.reference }]),
  ];
}
