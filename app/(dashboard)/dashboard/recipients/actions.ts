"use server";

import { z } from "zod";
import { networkName, textsOf } from "@/components/dashboard";
import { getConfig } from "@/lib/config";
import { action, pageLocale } from "@/lib/http/dashboard";
import { NETWORK_IDS } from "@/lib/kit";
import { previewSettings, SETTINGS_LOOSEN, updateSettings } from "@/lib/merchants";
import {
  addRecipient,
  checkRecipient,
  RECIPIENT_ADD,
  recipientSubject,
  removeRecipient,
  updateRecipient,
} from "@/lib/recipients";

const label = z.string().max(100);
const note = z.string().max(500).nullable();
const LONGEST_HOLD = 168;

/** Adds an address to the book, by a code for exactly that address and label (D-19). */
export const addRecipientAction = action({
  name: "recipients/add",
  tier: "financial",
  input: z.object({ label, note, network: z.enum(NETWORK_IDS), address: z.string().max(100) }),
  stepUp: async (ctx, input) => {
    const kept = await checkRecipient(ctx, input, getConfig());
    const locale = await pageLocale();
    const say = textsOf(locale, "recipients");
    const words = textsOf(locale, "words");
    return {
      kind: RECIPIENT_ADD,
      subject: recipientSubject(kept),
      shown: [
        { label: say("label"), value: kept.label },
        { label: words("address"), value: kept.address },
        { label: words("network"), value: networkName(kept.network) },
      ],
      password: true,
    };
  },
  run: async (ctx, input) => {
    await addRecipient(ctx, input, getConfig());
    return null;
  },
});

/** Other words for a recipient; its address stays what it is. */
export const editRecipientAction = action({
  name: "recipients/edit",
  input: z.object({ id: z.uuid(), label, note }),
  run: async (ctx, input) => {
    await updateRecipient(ctx, input);
    return null;
  },
});

/** Takes a recipient out of the book. */
export const removeRecipientAction = action({
  name: "recipients/remove",
  input: z.uuid(),
  run: async (ctx, id) => {
    await removeRecipient(ctx, { id });
    return null;
  },
});

const rules = z.object({
  version: z.number().int(),
  onlyRecipients: z.boolean(),
  holdHours: z.number().int().min(0).max(LONGEST_HOLD),
});

const patchOf = ({ onlyRecipients, holdHours }: z.output<typeof rules>) => ({
  payoutsOnlyToRecipients: onlyRecipients,
  recipientHoldHours: holdHours,
});

/** Whether payouts go to the book alone, and how long new recipients wait; a code where that gets looser. */
export const recipientRulesAction = action({
  name: "recipients/rules",
  input: rules,
  stepUp: async (ctx, input) => {
    const { stepUp, changes } = await previewSettings(ctx, patchOf(input));
    if (stepUp === null) return null;
    const say = textsOf(await pageLocale(), "recipients");
    const shown = changes.map(({ name, before, after }) =>
      name === "recipientHoldHours"
        ? { label: say("hours"), value: `${before} → ${after}` }
        : { label: say("only"), value: `${say(`is_${before}`)} → ${say(`is_${after}`)}` },
    );
    return { kind: SETTINGS_LOOSEN, subject: stepUp, shown, password: true };
  },
  run: async (ctx, input) => {
    await updateSettings(ctx, patchOf(input), { expectedVersion: input.version });
    return null;
  },
});
