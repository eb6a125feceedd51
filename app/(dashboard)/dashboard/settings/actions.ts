"use server";

import { z } from "zod";
import { momentText, moneyText, networkName, textsOf } from "@/components/dashboard";
import { invalidFields } from "@/lib/api";
import { getRuntime } from "@/lib/http";
import { action, pageLocale, pageTimeZone, type StepUp } from "@/lib/http/dashboard";
import { AppError, MAX_AMOUNT, parseAmount } from "@/lib/kit";
import { getSettings, previewSettings, SETTINGS_LOOSEN, updateSettings } from "@/lib/merchants";
import { previewAutoWithdraw } from "@/lib/payouts";
import { readPatch } from "./read-patch";
import { shownChanges } from "./shown";

const change = z.object({
  version: z.int(),
  values: z.record(z.string().max(64), z.string().max(40_000)),
});

/** Saves settings that were made to one version; what loosens takes a code. What open payment pages watch is read anew. */
export const saveSettingsAction = action({
  name: "settings/save",
  input: change,
  stepUp: async (ctx, { version, values }): Promise<StepUp | null> => {
    const patch = readPatch(values, getRuntime().sandbox);
    const preview = await previewSettings(ctx, patch);
    // Told before a code is asked for: it would be for other settings than those on the screen.
    if (preview.version !== version) throw new AppError("stale_version");
    if (preview.stepUp === null) return null;
    const locale = await pageLocale();
    const names = preview.changes.map(({ name }) => name);
    const words = { say: textsOf(locale, "settings"), locale };
    return {
      kind: SETTINGS_LOOSEN,
      subject: preview.stepUp,
      shown: shownChanges(names, await getSettings(ctx), patch, words),
      password: true,
    };
  },
  run: async (ctx, { version, values }) => {
    const { sandbox, watch } = getRuntime();
    await updateSettings(ctx, readPatch(values, sandbox), { expectedVersion: version });
    if (ctx.merchantId) watch.doubt({ merchantId: ctx.merchantId });
    return null;
  },
});

/** What a rule for withdrawals would have let go in the last 30 days, saved or not. */
export const lookBackAction = action({
  name: "settings/look-back",
  input: z.object({
    autoWithdraw: z.boolean(),
    maxAutoWithdrawAmount: z.string().max(40),
    applyLimitsToApi: z.boolean(),
  }),
  run: async (ctx, { maxAutoWithdrawAmount, ...rule }) => {
    const max = parseAmount(maxAutoWithdrawAmount);
    if (max === null || max > MAX_AMOUNT) {
      const message = textsOf(await pageLocale(), "settings")("problem_maxAutoWithdrawAmount");
      throw invalidFields([{ path: "maxAutoWithdrawAmount", message }]);
    }
    const found = await previewAutoWithdraw(ctx, { ...rule, max });
    const [locale, timeZone] = await Promise.all([pageLocale(), pageTimeZone()]);
    return {
      asked: found.asked.count,
      approved: found.approved.count,
      amount: moneyText(found.approved.amount, locale),
      biggest: found.biggest.map((one) => ({
        id: one.id,
        user: one.userId ?? "—",
        address: `${one.walletAddress} · ${networkName(one.network)}`,
        amount: `${moneyText(one.amount, locale)} USDT`,
        when: momentText(one.createdAt, locale, timeZone),
      })),
    };
  },
});
