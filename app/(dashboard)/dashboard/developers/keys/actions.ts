"use server";

import { z } from "zod";
import { moneyText, textsOf } from "@/components/dashboard";
import {
  checkSettings,
  getApiKey,
  issueApiKey,
  issueSubject,
  KEYS_ISSUE,
  KEYS_ROLL,
  KEYS_UPDATE,
  type KeySettings,
  type NewKeySettings,
  requireSeen,
  revokeApiKey,
  rollApiKey,
  rollSubject,
  updateApiKey,
  updateSubject,
  widens,
} from "@/lib/auth";
import { getRuntime } from "@/lib/http";
import { action, pageLocale } from "@/lib/http/dashboard";
import { AppError, parseAmount, type Units } from "@/lib/kit";

const DAY_MS = 86_400_000;
const text = z.string().max(10_000);
const keyForm = z.object({
  name: text,
  scopes: z.array(z.string().max(50)).max(20).readonly(),
  ipAllowList: text,
  dailyCap: text,
  dailyCapWithSecret: text,
});
const newKey = keyForm.extend({ lifeDays: z.string().regex(/^\d{0,4}$/) });

function newSettingsOf({ lifeDays, ...given }: z.output<typeof newKey>): NewKeySettings {
  return { ...settingsOf(given), lifeDays: lifeDays === "" ? null : Number(lifeDays) };
}

function settingsOf(given: z.output<typeof keyForm>): KeySettings {
  return {
    name: given.name,
    scopes: given.scopes,
    ipAllowList: given.ipAllowList.split(/[\s,]+/).filter((line) => line !== ""),
    dailyCap: capOf("dailyCap", given.dailyCap),
    dailyCapWithSecret: capOf("dailyCapWithSecret", given.dailyCapWithSecret),
  };
}

function capOf(path: string, given: string): Units | null {
  if (given === "") return null;
  const cap = parseAmount(given);
  if (cap !== null) return cap;
  throw new AppError("validation_failed", { details: [{ path, message: "must be an amount" }] });
}

/** Issues a key, with a code for exactly these settings and the password. */
export const issueKeyAction = action({
  name: "keys/issue",
  input: newKey,
  stepUp: async (_ctx, given) => {
    const settings = newSettingsOf(given);
    checkSettings(settings);
    const say = textsOf(await pageLocale(), "developers");
    const { lifeDays } = settings;
    const life = lifeDays ? say("overlapDays", { count: lifeDays }) : say("lifeNone");
    return {
      kind: KEYS_ISSUE,
      subject: issueSubject(settings),
      shown: [...(await shownSettings(settings)), { label: say("life"), value: life }],
      password: true,
    };
  },
  run: async (ctx, given) => {
    const { environment } = getRuntime().config;
    const { apiKey, apiSecret } = await issueApiKey(ctx, environment, newSettingsOf(given));
    return { apiKey, apiSecret };
  },
});

async function shownSettings(settings: KeySettings) {
  const locale = await pageLocale();
  const say = textsOf(locale, "developers");
  const cap = (units: Units | null, none: string) =>
    units === null ? say(none) : `${moneyText(units, locale)} USDT`;
  return [
    { label: say("name"), value: settings.name },
    { label: say("scopes"), value: settings.scopes.join(", ") },
    { label: say("allowList"), value: settings.ipAllowList.join(", ") || say("anywhere") },
    { label: say("cap"), value: cap(settings.dailyCap, "capMerchant") },
    { label: say("capSecret"), value: cap(settings.dailyCapWithSecret, "capNone") },
  ];
}

/** Changes a key, with a code for the key as it will be and the password where it could do more afterwards. */
export const updateKeyAction = action({
  name: "keys/update",
  input: z.object({ keyId: z.uuid(), seen: keyForm, wanted: keyForm }),
  stepUp: async (ctx, { keyId, seen, wanted }) => {
    const after = settingsOf(wanted);
    checkSettings(after);
    const before = await getApiKey(ctx, { keyId });
    requireSeen(settingsOf(seen), before);
    if (!widens(before, after)) return null;
    return {
      kind: KEYS_UPDATE,
      subject: updateSubject(keyId, after),
      shown: await shownSettings(after),
      password: true,
    };
  },
  run: async (ctx, { keyId, seen, wanted }) => {
    await updateApiKey(ctx, { keyId, seen: settingsOf(seen), ...settingsOf(wanted) });
    return null;
  },
});

/** Rolls a key, with a code for that key and that overlap and the password. */
export const rollKeyAction = action({
  name: "keys/roll",
  input: z.object({ keyId: z.uuid(), overlapDays: z.number().int().min(0).max(7) }),
  stepUp: async (ctx, { keyId, overlapDays }) => {
    const { name, prefix } = await getApiKey(ctx, { keyId });
    const say = textsOf(await pageLocale(), "developers");
    const days = say(overlapDays === 0 ? "overlapNow" : "overlapDays", { count: overlapDays });
    return {
      kind: KEYS_ROLL,
      subject: rollSubject(keyId, overlapDays * DAY_MS),
      shown: [
        { label: say("shownKey"), value: `${name} (${prefix}…)` },
        { label: say("shownOverlap"), value: days },
      ],
      password: true,
    };
  },
  run: async (ctx, { keyId, overlapDays }) => {
    const { environment } = getRuntime().config;
    const input = { keyId, overlapMs: overlapDays * DAY_MS };
    const { apiKey, apiSecret } = await rollApiKey(ctx, environment, input);
    return { apiKey, apiSecret };
  },
});

/** Ends a key at once. */
export const revokeKeyAction = action({
  name: "keys/revoke",
  input: z.object({ keyId: z.uuid() }),
  run: async (ctx, { keyId }) => {
    await revokeApiKey(ctx, { keyId });
    return null;
  },
});
