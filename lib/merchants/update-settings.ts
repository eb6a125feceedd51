import { createHash } from "node:crypto";
import { eq } from "drizzle-orm";
import { wireSettings } from "@/lib/api";
import {
  audit,
  type Context,
  merchantOf,
  requirePermission,
  requireStepUp,
  transact,
} from "@/lib/command";
import { merchants, type Tx, users } from "@/lib/db";
import { AppError, assert } from "@/lib/kit";
import { queueTeamMail } from "@/lib/mail";
import { rulesAt } from "@/lib/recipients";
import { type MerchantRow, readMerchant } from "./internal";
import {
  changesOf,
  looseningSubject,
  patched,
  SETTINGS_LOOSEN,
  type SettingChange,
} from "./loosening";
import {
  type AllSettings,
  type AllSettingsPatch,
  allSettingsOf,
  checkSafeguards,
} from "./safeguards";

export interface UpdateOptions {
  /** The version that the change was made to; a person must say. */
  readonly expectedVersion?: number;
}

const HOUR_MS = 3_600_000;

/**
 * Changes settings of the context's merchant and answers them all; what the patch leaves out stays. Invoices that exist
 * keep what was frozen with them. A person says which version was read (D-39), gives a one-time code for whatever
 * loosens (D-24; owners and admins are told by mail), and does not set the fee. Throws scope_missing,
 * validation_failed, stale_version, step_up_required.
 */
export async function updateSettings(
  ctx: Context,
  patch: AllSettingsPatch,
  { expectedVersion }: UpdateOptions = {},
): Promise<AllSettings> {
  requirePermission(ctx, "settings:write");
  const merchantId = merchantOf(ctx);
  requireOwnMatters(ctx, patch);
  checkSafeguards(patch);
  return transact(ctx, async (tx) => {
    const row = await readMerchant(tx, merchantId, "update");
    const before = allSettingsOf(row);
    const person = ctx.actor.kind === "user";
    if ((person || expectedVersion !== undefined) && expectedVersion !== before.version) {
      throw new AppError("stale_version", { internal: `${expectedVersion} is ${before.version}` });
    }
    const changes = changesOf(before, patch);
    if (person && changes.length === 0) return before;
    const moved = changes.length > 0 ? 1 : 0;
    const after = { ...patched(before, patch), version: before.version + moved };
    const loosened = changes.filter((change) => change.loosens);
    if (loosened.length > 0) {
      await requireStepUp(ctx, tx, SETTINGS_LOOSEN, looseningSubject(before.version, changes));
    }
    await write(ctx, tx, row, after);
    await audit(ctx, tx, {
      merchantId,
      action: "settings.updated",
      subjectKind: "merchant",
      subjectId: merchantId,
      data: { before: audited(before), after: audited(after) },
    });
    if (person && loosened.length > 0) await tell(ctx, tx, row, loosened);
    return after;
  });
}

/** Throws scope_missing: what the gateway takes is agreed with who runs it. */
function requireOwnMatters(ctx: Context, patch: AllSettingsPatch): void {
  if (ctx.actor.kind === "user" && patch.feeTiers !== undefined) {
    throw new AppError("scope_missing", { public: "The fee is set by whoever runs this gateway" });
  }
}

/** The log says which logo it was, and does not keep every picture. */
function audited(settings: AllSettings): Record<string, unknown> {
  const wire = wireSettings(settings);
  const { brandLogo } = wire;
  const digest = brandLogo && createHash("sha256").update(brandLogo).digest("hex");
  const { fourEyesAbove, recipientHoldHours, payoutsOnlyToRecipients, version } = settings;
  return {
    ...wire,
    brandLogo: digest,
    fourEyesAbove: fourEyesAbove?.toString() ?? null,
    recipientHoldHours,
    payoutsOnlyToRecipients,
    version,
  };
}

async function write(ctx: Context, tx: Tx, row: MerchantRow, settings: AllSettings): Promise<void> {
  const { maxAutoWithdrawAmount, keyDailyCap, feeTiers, ipAllowList, embedOrigins, ...rest } =
    settings;
  const { fourEyesAbove, version, keyDailyCapIsDefault, ...same } = rest;
  const changed = await tx
    .update(merchants)
    .set({
      ...same,
      maxAutoWithdrawUnits: maxAutoWithdrawAmount,
      keyDailyCapUnits: keyDailyCap,
      // Once set, null means "none", and no longer "never set".
      keyDailyCapSet: !keyDailyCapIsDefault,
      feeTiers: feeTiers.map(({ from, ratePpm }) => ({ from: from.toString(), ratePpm })),
      ipAllowList: [...ipAllowList],
      embedOrigins: [...embedOrigins],
      fourEyesUnits: fourEyesAbove,
      settingsVersion: version,
      ...lingering(row, settings, ctx.now()),
    })
    .where(eq(merchants.id, row.id))
    .returning({ id: merchants.id });
  assert(changed.length === 1, `merchant ${row.id} vanished under its lock`);
}

/**
 * What holds on for the hold's own time when it is loosened: the hold as it was, and that payouts go to the address book
 * alone. Whoever takes a session over gains nothing by lowering first and adding then.
 */
function lingering(row: MerchantRow, after: AllSettings, now: Date) {
  const { holdHours } = rulesAt(row, now);
  const until = new Date(now.getTime() + holdHours * HOUR_MS);
  const lowered = after.recipientHoldHours < row.recipientHoldHours;
  const turnedOff = row.payoutsOnlyToRecipients && !after.payoutsOnlyToRecipients;
  return {
    ...(lowered ? { recipientHoldBefore: holdHours, recipientHoldBeforeUntil: until } : {}),
    ...(turnedOff ? { onlyRecipientsUntil: until } : {}),
    ...(after.payoutsOnlyToRecipients ? { onlyRecipientsUntil: null } : {}),
  };
}

async function tell(
  ctx: Context,
  tx: Tx,
  row: MerchantRow,
  loosened: readonly SettingChange[],
): Promise<void> {
  const [user] =
    ctx.actor.kind === "user"
      ? await tx.select({ name: users.name }).from(users).where(eq(users.id, ctx.actor.id))
      : [];
  await queueTeamMail(ctx, tx, {
    merchantId: row.id,
    roles: ["owner", "admin"],
    kind: "security_notice",
    subjectId: row.id,
    subject: "Settings that protect your money were loosened",
    text: [
      `${user?.name ?? "A colleague"} changed settings of ${row.name}.`,
      "",
      ...loosened.map(({ name, before, after }) => `${name}: ${before} -> ${after}`),
      "",
      "Amounts are in millionths of a USDT. What concerns recipients takes effect once the hold is over.",
      "If you did not expect this, set it back in the dashboard and change who may change settings.",
    ].join("\n"),
  });
}
