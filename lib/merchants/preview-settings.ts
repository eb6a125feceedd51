import {
  type Context,
  merchantOf,
  requirePermission,
  type StepUpSubject,
  transact,
} from "@/lib/command";
import { readMerchant } from "./internal";
import { changesOf, looseningSubject, type SettingChange } from "./loosening";
import { type AllSettingsPatch, allSettingsOf, checkSafeguards } from "./safeguards";

export interface SettingsPreview {
  readonly version: number;
  readonly changes: readonly SettingChange[];
  /** What a code is to be given for (kind SETTINGS_LOOSEN); null: this change takes none. */
  readonly stepUp: StepUpSubject | null;
}

/** What a patch would change, and whether it takes a one-time code. Throws scope_missing, validation_failed. */
export async function previewSettings(
  ctx: Context,
  patch: AllSettingsPatch,
): Promise<SettingsPreview> {
  requirePermission(ctx, "settings:write");
  checkSafeguards(patch);
  return transact(ctx, async (tx) => {
    const before = allSettingsOf(await readMerchant(tx, merchantOf(ctx), "none"));
    const changes = changesOf(before, patch);
    const loosens = changes.some((change) => change.loosens);
    return {
      version: before.version,
      changes,
      stepUp: loosens ? looseningSubject(before.version, changes) : null,
    };
  });
}
