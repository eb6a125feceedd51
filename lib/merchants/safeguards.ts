import { AppError, type FieldProblem, MAX_AMOUNT, type Units } from "@/lib/kit";
import { type MerchantRow, type Settings, type SettingsPatch, settingsOf } from "./internal";

/** What keeps money from going out by mistake; people set these, and no API shows them. */
export interface Safeguards {
  /** From this sum on (micro-USDT) two people let money go; null: one is enough. */
  readonly fourEyesAbove: Units | null;
  /** How long a new recipient waits before it may be paid, 0 to 168. */
  readonly recipientHoldHours: number;
  readonly payoutsOnlyToRecipients: boolean;
}

/** Everything that the dashboard shows of a merchant's settings. */
export interface AllSettings extends Settings, Safeguards {
  /** Counts up with every change. */
  readonly version: number;
  /** Whether the keys' daily cap was never set, so that the installation's own stands. */
  readonly keyDailyCapIsDefault: boolean;
}

export type AllSettingsPatch = SettingsPatch & Partial<Safeguards>;

export function allSettingsOf(row: MerchantRow): AllSettings {
  return {
    ...settingsOf(row),
    fourEyesAbove: row.fourEyesUnits,
    recipientHoldHours: row.recipientHoldHours,
    payoutsOnlyToRecipients: row.payoutsOnlyToRecipients,
    version: row.settingsVersion,
    keyDailyCapIsDefault: !row.keyDailyCapSet,
  };
}

const LONGEST_HOLD = 168;

/** Throws validation_failed, naming what is at fault. */
export function checkSafeguards(patch: Partial<Safeguards>): void {
  const { fourEyesAbove, recipientHoldHours: hours } = patch;
  const details: FieldProblem[] = [];
  const sum = fourEyesAbove ?? null;
  if (sum !== null && (sum < 0n || sum > MAX_AMOUNT)) {
    details.push({ path: "fourEyesAbove", message: "must be an amount of USDT from 0, or none" });
  }
  if (hours !== undefined && !(Number.isInteger(hours) && hours >= 0 && hours <= LONGEST_HOLD)) {
    details.push({ path: "recipientHoldHours", message: `must be 0 to ${LONGEST_HOLD} hours` });
  }
  if (details.length > 0) throw new AppError("validation_failed", { details });
}
