import { createHash } from "node:crypto";
import type { StepUpSubject } from "@/lib/command";
import { type Units, units } from "@/lib/kit";
import type { AllSettings, AllSettingsPatch } from "./safeguards";

/** What a key may move out where nobody set a cap: production's own. Elsewhere nothing loosens by a lower one. */
const DEFAULT_CAP = units(1_000_000_000n);

type Name = keyof AllSettingsPatch;
type Rule = (before: AllSettings, after: AllSettings) => boolean;

/** When a change lets more money go, or with less asking, than before. What is not here never does. */
const LOOSENS: Partial<Record<Name, Rule>> = {
  autoWithdraw: (before, after) => after.autoWithdraw && !before.autoWithdraw,
  maxAutoWithdrawAmount: (before, after) =>
    after.maxAutoWithdrawAmount > before.maxAutoWithdrawAmount,
  applyLimitsToApi: (before, after) => before.applyLimitsToApi && !after.applyLimitsToApi,
  requireSecret: (before, after) => before.requireSecret && !after.requireSecret,
  ipAllowList: (before, after) => isWider(before.ipAllowList, after.ipAllowList),
  keyDailyCap: (before, after) => {
    const was = before.keyDailyCapIsDefault ? DEFAULT_CAP : before.keyDailyCap;
    const is = after.keyDailyCapIsDefault ? DEFAULT_CAP : after.keyDailyCap;
    return isHigher(was, is);
  },
  underpaymentTolerancePpm: (before, after) =>
    after.underpaymentTolerancePpm > before.underpaymentTolerancePpm,
  creditAt: (before, after) => after.creditAt === "finality" && before.creditAt !== "finality",
  fourEyesAbove: (before, after) => isHigher(before.fourEyesAbove, after.fourEyesAbove),
  recipientHoldHours: (before, after) => after.recipientHoldHours < before.recipientHoldHours,
  payoutsOnlyToRecipients: (before, after) =>
    before.payoutsOnlyToRecipients && !after.payoutsOnlyToRecipients,
};

/** Null is no limit at all. */
function isHigher(before: Units | null, after: Units | null): boolean {
  if (before === null) return false;
  return after === null || after > before;
}

/** An empty list lets everybody in. An entry that was not there counts, whatever ranges held it before. */
function isWider(before: readonly string[], after: readonly string[]): boolean {
  if (before.length === 0) return false;
  return after.length === 0 || after.some((entry) => !before.includes(entry));
}

/** The names of the settings by which more money goes, or with less asking. Pure. */
export function loosenedBy(before: AllSettings, after: AllSettings): readonly Name[] {
  return (Object.keys(LOOSENS) as Name[]).filter((name) => LOOSENS[name]?.(before, after));
}

/** Whether a change of settings takes a one-time code (D-24); what tightens takes none. Pure. */
export function isLoosening(before: AllSettings, after: AllSettings): boolean {
  return loosenedBy(before, after).length > 0;
}

/** Settings as they will be. A cap that is given is set, also where it is none. Pure. */
export function patched(before: AllSettings, patch: AllSettingsPatch): AllSettings {
  const capIsSet = patch.keyDailyCap !== undefined;
  const { keyDailyCapIsDefault: isDefault } = before;
  return { ...before, ...patch, keyDailyCapIsDefault: isDefault && !capIsSet };
}

/** One setting that changes, its values as text. */
export interface SettingChange {
  readonly name: Name;
  readonly before: string;
  readonly after: string;
  readonly loosens: boolean;
}

/** What a patch changes, by name. Pure. */
export function changesOf(before: AllSettings, patch: AllSettingsPatch): readonly SettingChange[] {
  const after = patched(before, patch);
  const loosened = new Set(loosenedBy(before, after));
  const set = before.keyDailyCapIsDefault !== after.keyDailyCapIsDefault;
  return (Object.keys(patch) as Name[]).sort().flatMap((name) => {
    const [was, is] = [textOf(before[name]), textOf(after[name])];
    if (was === is && !(name === "keyDailyCap" && set)) return [];
    const told = name === "keyDailyCap" && before.keyDailyCapIsDefault ? "default" : was;
    return [{ name, before: told, after: is, loosens: loosened.has(name) }];
  });
}

const LONGEST_TEXT = 300;

/** A value in a line: amounts in micro-USDT, pictures by their digest. */
function textOf(value: AllSettings[Name]): string {
  const plain = (_: string, one: unknown) => (typeof one === "bigint" ? one.toString() : one);
  const text = JSON.stringify(value, plain);
  if (text.length <= LONGEST_TEXT) return text;
  return `sha256 ${createHash("sha256").update(text).digest("hex")}`;
}

export const SETTINGS_LOOSEN = "settings.loosen";

/** What a one-time code for looser settings is given for: every change, and the settings that they are made to. */
export function looseningSubject(
  version: number,
  changes: readonly SettingChange[],
): StepUpSubject {
  return {
    version: version.toString(),
    changes: changes.map(({ name, before, after }) => `${name}: ${before} -> ${after}`),
  };
}
