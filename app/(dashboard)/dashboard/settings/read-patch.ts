import { invalidFields, parseSettings } from "@/lib/api";
import { AppError, type FieldProblem, MAX_AMOUNT, parseAmount } from "@/lib/kit";
import type { AllSettingsPatch } from "@/lib/merchants";

/** How a setting of the form is read. What may be empty is then null, or an empty list. */
const KINDS: Readonly<Record<string, "check" | "text" | "nullable" | "lines" | "own">> = {
  autoWithdraw: "check",
  maxAutoWithdrawAmount: "text",
  applyLimitsToApi: "check",
  depositFeePayer: "text",
  withdrawalFeePayer: "text",
  underpaymentTolerance: "text",
  creditAt: "text",
  payerExtension: "check",
  webhookOnCancel: "check",
  brandName: "nullable",
  brandColor: "nullable",
  brandLogo: "nullable",
  supportUrl: "nullable",
  checkoutNote: "nullable",
  checkoutLanguage: "nullable",
  embedOrigins: "lines",
  requireSecret: "check",
  ipAllowList: "lines",
  keyDailyCap: "nullable",
  fourEyesAbove: "own",
  recipientHoldHours: "own",
  payoutsOnlyToRecipients: "own",
};

/** What a form of settings asks for, by the rules of the API where it has them. Throws validation_failed with every field at fault. */
export function readPatch(
  values: Readonly<Record<string, string>>,
  sandbox: boolean,
): AllSettingsPatch {
  const unknown = Object.keys(values).filter((name) => !Object.hasOwn(KINDS, name));
  const problems: FieldProblem[] = unknown.map((path) => ({ path, message: "is no setting" }));
  const body = Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => {
      const kind = KINDS[name];
      return kind === undefined || kind === "own" ? [] : [[name, wireOf(kind, value)]];
    }),
  );
  const shared = collect(problems, () =>
    parseSettings({ query: new URLSearchParams(), body, repeated: [] }, { sandbox }),
  );
  const own = readSafeguards(values, problems);
  if (problems.length > 0) throw invalidFields(problems);
  return { ...shared, ...own };
}

function wireOf(kind: "check" | "text" | "nullable" | "lines", value: string): unknown {
  switch (kind) {
    case "check":
      return value === "true";
    case "lines":
      return value
        .split("\n")
        .map((line) => line.trim())
        .filter(Boolean);
    case "nullable":
      return value.trim() || null;
    default:
      return value.trim();
  }
}

function readSafeguards(
  values: Readonly<Record<string, string>>,
  problems: FieldProblem[],
): AllSettingsPatch {
  const { fourEyesAbove, recipientHoldHours, payoutsOnlyToRecipients } = values;
  const sum = fourEyesAbove?.trim() ? parseAmount(fourEyesAbove.trim()) : null;
  if (fourEyesAbove?.trim() && (sum === null || sum > MAX_AMOUNT)) {
    problems.push({ path: "fourEyesAbove", message: "must be an amount of USDT from 0, or none" });
  }
  const hours = recipientHoldHours?.trim() ?? "0";
  if (!/^\d{1,3}$/.test(hours) || Number(hours) > 168) {
    problems.push({ path: "recipientHoldHours", message: "must be 0 to 168 hours" });
  }
  return {
    ...(fourEyesAbove === undefined ? {} : { fourEyesAbove: sum }),
    ...(recipientHoldHours === undefined ? {} : { recipientHoldHours: Number(hours) }),
    ...(payoutsOnlyToRecipients === undefined
      ? {}
      : { payoutsOnlyToRecipients: payoutsOnlyToRecipients === "true" }),
  };
}

function collect<T>(problems: FieldProblem[], work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "validation_failed") throw error;
    problems.push(...(error.details ?? []));
    return null;
  }
}
