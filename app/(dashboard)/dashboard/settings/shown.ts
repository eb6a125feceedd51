import { moneyText, rateText, type Say } from "@/components/dashboard";
import type { ShownFact } from "@/lib/http/dashboard";
import type { AllSettings, AllSettingsPatch } from "@/lib/merchants";

type Name = keyof AllSettingsPatch;

/** What the form calls a setting. */
export function formNameOf(name: string): string {
  return name === "underpaymentTolerancePpm" ? "underpaymentTolerance" : name;
}

/** Changes of settings in words, for whoever gives a code for them. */
export function shownChanges(
  names: readonly Name[],
  before: AllSettings,
  patch: AllSettingsPatch,
  { say, locale }: { readonly say: Say; readonly locale: string },
): readonly ShownFact[] {
  return names.map((name) => ({
    label: say(formNameOf(name)),
    value: `${text(name, before[name], say, locale)} → ${text(name, patch[name], say, locale)}`,
  }));
}

function text(name: Name, value: AllSettings[Name] | undefined, say: Say, locale: string): string {
  if (value === null || value === undefined) return say("none");
  if (typeof value === "boolean") return say(value ? "on" : "off");
  if (typeof value === "bigint") return `${moneyText(value, locale)} USDT`;
  if (name === "underpaymentTolerancePpm") return rateText(value as number, locale);
  if (typeof value === "number") return String(value);
  if (typeof value === "object") {
    return value.length > 0 ? value.join(", ") : say(name === "ipAllowList" ? "everybody" : "none");
  }
  if (name === "brandLogo") return say("brandLogo");
  if (name === "depositFeePayer" || name === "withdrawalFeePayer" || name === "creditAt") {
    return say(`${name}_${value}`);
  }
  return value;
}
