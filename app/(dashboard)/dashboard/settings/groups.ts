import type { Say, SettingField } from "@/components/dashboard";
import { CHECKOUT_LANGUAGES } from "@/lib/api";
import { formatAmount } from "@/lib/kit";
import type { AllSettings } from "@/lib/merchants";

/** Settings that are saved together. */
export interface SettingGroup {
  readonly name: "withdrawals" | "people" | "fees" | "invoices" | "page" | "access";
  readonly fields: readonly SettingField[];
}

type Kind = SettingField["kind"];
type Options = SettingField["options"];

/** Every setting that people change, in groups, as it stands. */
export function groupsOf(now: AllSettings, say: Say): readonly SettingGroup[] {
  const field = (kind: Kind, name: string, value: string, options?: Options): SettingField => ({
    name,
    kind,
    label: say(name),
    hint: say(`${name}Hint`),
    value,
    ...(options ? { options } : {}),
  });
  const choice = (name: string, value: string, values: readonly string[]) =>
    field(
      "select",
      name,
      value,
      values.map((one) => ({ value: one, label: say(`${name}_${one}`) })),
    );
  const check = (name: string, value: boolean) => field("check", name, String(value));
  const sum = (name: string, value: bigint | null) =>
    field("decimal", name, value === null ? "" : formatAmount(value));
  const payers = ["merchant", "user"];
  const cap = sum("keyDailyCap", now.keyDailyCap);
  const hint = now.keyDailyCapIsDefault
    ? `${say("keyDailyCapHint")} ${say("keyDailyCapDefault")}`
    : cap.hint;
  return [
    {
      name: "withdrawals",
      fields: [
        check("autoWithdraw", now.autoWithdraw),
        sum("maxAutoWithdrawAmount", now.maxAutoWithdrawAmount),
        check("applyLimitsToApi", now.applyLimitsToApi),
      ],
    },
    {
      name: "people",
      fields: [
        sum("fourEyesAbove", now.fourEyesAbove),
        field("decimal", "recipientHoldHours", String(now.recipientHoldHours)),
        check("payoutsOnlyToRecipients", now.payoutsOnlyToRecipients),
      ],
    },
    {
      name: "fees",
      fields: [
        choice("depositFeePayer", now.depositFeePayer, payers),
        choice("withdrawalFeePayer", now.withdrawalFeePayer, payers),
      ],
    },
    {
      name: "invoices",
      fields: [
        field(
          "decimal",
          "underpaymentTolerance",
          formatAmount(BigInt(now.underpaymentTolerancePpm) * 100n),
        ),
        choice("creditAt", now.creditAt, ["sweep", "finality"]),
        check("payerExtension", now.payerExtension),
        check("webhookOnCancel", now.webhookOnCancel),
      ],
    },
    {
      name: "page",
      fields: [
        field("text", "brandName", now.brandName ?? ""),
        field("colour", "brandColor", now.brandColor ?? ""),
        field("logo", "brandLogo", now.brandLogo ?? ""),
        field("text", "supportUrl", now.supportUrl ?? ""),
        field("area", "checkoutNote", now.checkoutNote ?? ""),
        field("select", "checkoutLanguage", now.checkoutLanguage ?? "", languages(say)),
        field("lines", "embedOrigins", now.embedOrigins.join("\n")),
      ],
    },
    {
      name: "access",
      fields: [
        check("requireSecret", now.requireSecret),
        field("lines", "ipAllowList", now.ipAllowList.join("\n")),
        { ...cap, hint },
      ],
    },
  ];
}

/** Each by its own name for itself. */
function languages(say: Say): NonNullable<Options> {
  const known = CHECKOUT_LANGUAGES.map((tag) => ({
    value: tag,
    label: new Intl.DisplayNames(tag, { type: "language" }).of(tag) ?? tag,
  }));
  return [{ value: "", label: say("anyLanguage") }, ...known];
}
