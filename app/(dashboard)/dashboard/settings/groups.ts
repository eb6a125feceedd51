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
  const make = makers(say);
  return [
    { name: "withdrawals", fields: withdrawals(now, make) },
    { name: "people", fields: people(now, make) },
    { name: "fees", fields: fees(now, make) },
    { name: "invoices", fields: invoices(now, make) },
    { name: "page", fields: page(now, make, say) },
    { name: "access", fields: access(now, make, say) },
  ];
}

type Make = ReturnType<typeof makers>;
type Fields = readonly SettingField[];

function makers(say: Say) {
  const field = (kind: Kind, name: string, value: string, options?: Options): SettingField => ({
    name,
    kind,
    label: say(name),
    hint: say(`${name}Hint`),
    value,
    ...(options ? { options } : {}),
  });
  return {
    field,
    choice: (name: string, value: string, values: readonly string[]) =>
      field(
        "select",
        name,
        value,
        values.map((one) => ({ value: one, label: say(`${name}_${one}`) })),
      ),
    check: (name: string, value: boolean) => field("check", name, String(value)),
    sum: (name: string, value: bigint | null) =>
      field("decimal", name, value === null ? "" : formatAmount(value)),
  };
}

function withdrawals(now: AllSettings, { check, sum }: Make): Fields {
  return [
    check("autoWithdraw", now.autoWithdraw),
    sum("maxAutoWithdrawAmount", now.maxAutoWithdrawAmount),
    check("applyLimitsToApi", now.applyLimitsToApi),
  ];
}

function people(now: AllSettings, { check, field, sum }: Make): Fields {
  return [
    sum("fourEyesAbove", now.fourEyesAbove),
    field("decimal", "recipientHoldHours", String(now.recipientHoldHours)),
    check("payoutsOnlyToRecipients", now.payoutsOnlyToRecipients),
  ];
}

function fees(now: AllSettings, { choice }: Make): Fields {
  const payers = ["merchant", "user"];
  return [
    choice("depositFeePayer", now.depositFeePayer, payers),
    choice("withdrawalFeePayer", now.withdrawalFeePayer, payers),
  ];
}

function invoices(now: AllSettings, { check, choice, field }: Make): Fields {
  const tolerance = formatAmount(BigInt(now.underpaymentTolerancePpm) * 100n);
  return [
    field("decimal", "underpaymentTolerance", tolerance),
    choice("creditAt", now.creditAt, ["sweep", "finality"]),
    check("payerExtension", now.payerExtension),
    check("webhookOnCancel", now.webhookOnCancel),
  ];
}

function page(now: AllSettings, { field }: Make, say: Say): Fields {
  return [
    field("text", "brandName", now.brandName ?? ""),
    field("colour", "brandColor", now.brandColor ?? ""),
    field("logo", "brandLogo", now.brandLogo ?? ""),
    field("text", "supportUrl", now.supportUrl ?? ""),
    field("area", "checkoutNote", now.checkoutNote ?? ""),
    field("select", "checkoutLanguage", now.checkoutLanguage ?? "", languages(say)),
    field("lines", "embedOrigins", now.embedOrigins.join("\n")),
  ];
}

function access(now: AllSettings, { check, field, sum }: Make, say: Say): Fields {
  const cap = sum("keyDailyCap", now.keyDailyCap);
  const unset = now.keyDailyCapIsDefault ? ` ${say("keyDailyCapDefault")}` : "";
  return [
    check("requireSecret", now.requireSecret),
    field("lines", "ipAllowList", now.ipAllowList.join("\n")),
    { ...cap, hint: `${cap.hint}${unset}` },
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
