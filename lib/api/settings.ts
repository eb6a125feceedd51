import ipaddr from "ipaddr.js";
import { z } from "zod";
import { MAX_AMOUNT, parseAmount, parseJsonNumber, type Units, units } from "@/lib/kit";
import {
  type CheckoutSettings,
  checkoutSettingsAnswer,
  checkoutSettingsFields,
  EMBED_ORIGINS_PROBLEM,
  framingOrigins,
} from "./checkout-settings";
import { field, type Reading } from "./fields";
import { invalidFields, parseInput, type RawInput } from "./input";
import { JsonNumber } from "./json-number";
import { wireAmount } from "./record";

/** A row of the fee table: from that sum on (USDT as micro-units), the rate in parts per million. */
export interface SettingsFeeTier {
  readonly from: Units;
  readonly ratePpm: number;
}

/** A merchant's settings in our own terms. */
export interface Settings extends CheckoutSettings {
  readonly autoWithdraw: boolean;
  readonly maxAutoWithdrawAmount: Units;
  readonly applyLimitsToApi: boolean;
  readonly depositFeePayer: "merchant" | "user";
  readonly withdrawalFeePayer: "merchant" | "user";
  /** Parts per million of an invoice's amount. */
  readonly underpaymentTolerancePpm: number;
  readonly creditAt: "sweep" | "finality";
  readonly requireSecret: boolean;
  readonly ipAllowList: readonly string[];
  readonly feeTiers: readonly SettingsFeeTier[];
  /** Null: none. */
  readonly keyDailyCap: Units | null;
  readonly webhookOnCancel: boolean;
  /** Whether a payer may ask for more time, once. */
  readonly payerExtension: boolean;
}

export type SettingsPatch = { readonly [K in keyof Settings]?: Settings[K] };

const PPM = 1_000_000n;
/** A percentage has at most four places: ten thousand ppm are one percent. */
const MICRO_PERCENT_PER_PPM = 100n;
const MAX_TOLERANCE_PPM = 100_000n;
const MAX_ENTRIES = 100;
const MAX_TIERS = 20;

/** A decimal as written, in millionths; null when it is none or has more than six places. */
function readMillionths(given: unknown): bigint | null {
  if (typeof given === "string") return parseAmount(given);
  return given instanceof JsonNumber ? parseJsonNumber(given.text) : null;
}

function readSum(given: unknown): Reading<Units> {
  const value = readMillionths(given);
  return value !== null && value <= MAX_AMOUNT
    ? { value: units(value) }
    : { problem: "must be an amount of USDT from 0, with at most 6 decimals" };
}

const sumMeta = { type: ["number", "string"], minimum: 0 };

function flag(description: string) {
  return z.boolean({ error: "must be true or false" }).meta({ description }).optional();
}

function choice<const T extends readonly [string, ...string[]]>(values: T, description: string) {
  const error = `must be ${values.join(" or ")}`;
  return z.enum(values, { error }).meta({ description }).optional();
}

const toleranceField = field<number>(
  (given) => {
    const percent = readMillionths(given);
    if (percent !== null && percent % MICRO_PERCENT_PER_PPM === 0n) {
      const ppm = percent / MICRO_PERCENT_PER_PPM;
      if (ppm <= MAX_TOLERANCE_PPM) return { value: Number(ppm) };
    }
    return { problem: "must be a percentage from 0 to 10, with at most 4 decimals" };
  },
  { type: ["number", "string"], minimum: 0, maximum: 10, description: "Percent of the amount" },
);

const allowListField = field<readonly string[]>(
  (given) => {
    const fits =
      Array.isArray(given) && given.length <= MAX_ENTRIES && given.every(isAddressOrRange);
    return fits
      ? { value: given }
      : { problem: `must be a list of at most ${MAX_ENTRIES} IP addresses and CIDR ranges` };
  },
  {
    type: "array",
    items: { type: "string" },
    maxItems: MAX_ENTRIES,
    description: "Addresses and CIDR ranges that may call, v4 and v6; empty: all",
    examples: [["203.0.113.7", "2001:db8::/32"]],
  },
);

/** An address in its usual spelling, or a range of them. */
function isAddressOrRange(entry: unknown): entry is string {
  if (typeof entry !== "string" || entry.length > 64) return false;
  const [address = "", bits, ...more] = entry.split("/");
  const v6 = address.includes(":");
  const known = v6
    ? ipaddr.IPv6.isValid(address) && !address.includes("%")
    : ipaddr.IPv4.isValidFourPartDecimal(address);
  if (!known || more.length > 0) return false;
  if (bits === undefined) return true;
  if (!/^\d{1,3}$/.test(bits) || Number(bits) > (v6 ? 128 : 32)) return false;
  const mapped = v6 && ipaddr.IPv6.parse(address).isIPv4MappedAddress();
  return !mapped || Number(bits) >= 96;
}

const feeTiersField = field<readonly SettingsFeeTier[]>(
  (given) => {
    const tiers = readTiers(given);
    return tiers
      ? { value: tiers }
      : {
          problem: `must be 1 to ${MAX_TIERS} rows { from, rate }, the first from 0, ascending, rates from 0 to 1 with at most 6 decimals`,
        };
  },
  {
    type: "array",
    minItems: 1,
    maxItems: MAX_TIERS,
    items: {
      type: "object",
      required: ["from", "rate"],
      properties: { from: { type: ["number", "string"] }, rate: { type: ["number", "string"] } },
    },
    description: "From so many USDT on, this fraction of the sum received (0.01 for 1 %)",
  },
);

function readTiers(given: unknown): readonly SettingsFeeTier[] | null {
  if (!Array.isArray(given) || given.length === 0 || given.length > MAX_TIERS) return null;
  const tiers: SettingsFeeTier[] = [];
  for (const row of given) {
    const tier = readTier(row);
    const last = tiers.at(-1);
    const ascends = tier !== null && (last ? tier.from > last.from : tier.from === 0n);
    if (!ascends) return null;
    tiers.push(tier);
  }
  return tiers;
}

function readTier(row: unknown): SettingsFeeTier | null {
  if (typeof row !== "object" || row === null || Array.isArray(row)) return null;
  if (Object.keys(row).some((key) => key !== "from" && key !== "rate")) return null;
  const { from, rate } = row as { from?: unknown; rate?: unknown };
  const start = readSum(from);
  const millionths = readMillionths(rate);
  if ("problem" in start || millionths === null || millionths > PPM) return null;
  return { from: start.value, ratePpm: Number(millionths) };
}

const keyDailyCapField = field<Units | null>(
  (given) => (given === null ? { value: null } : readSum(given)),
  {
    type: ["number", "string", "null"],
    minimum: 0,
    description: "USDT that one key moves out per UTC day without the secret; null: no cap",
  },
);

/** What sandbox/settings takes; what is absent stays as it is. */
export const settingsBody = z.object({
  autoWithdraw: flag("Pay withdrawals of users out without approval, up to the limit"),
  maxAutoWithdrawAmount: field(readSum, {
    ...sumMeta,
    description: "The largest withdrawal that is paid without approval, USDT",
  }).optional(),
  applyLimitsToApi: flag("The same limit for withdrawals made by API"),
  depositFeePayer: choice(["merchant", "user"], "Whose credit the deposit fee comes off"),
  withdrawalFeePayer: choice(["merchant", "user"], "Who pays the withdrawal fee"),
  underpaymentTolerance: toleranceField.optional(),
  creditAt: choice(["sweep", "finality"], "When an invoice's money is credited"),
  requireSecret: flag("x-api-secret is required on every call"),
  ipAllowList: allowListField.optional(),
  feeTiers: feeTiersField.optional(),
  keyDailyCap: keyDailyCapField.optional(),
  webhookOnCancel: flag("Send a webhook when an invoice is cancelled"),
  payerExtension: flag("Payers may ask for more time, once, before the time is over"),
  ...checkoutSettingsFields,
});

/** Reads a merchant's settings; `sandbox`: of a sandbox, where shops on this machine count. Throws validation_failed. */
export function parseSettings(raw: RawInput, { sandbox }: { sandbox: boolean }): SettingsPatch {
  const { underpaymentTolerance, ...given } = parseInput(settingsBody, raw, {
    body: Object.keys(settingsBody.shape),
  });
  const { embedOrigins = [] } = given;
  if (framingOrigins(embedOrigins, sandbox).length < embedOrigins.length) {
    throw invalidFields([{ path: "embedOrigins", message: EMBED_ORIGINS_PROBLEM }]);
  }
  const all = { ...given, underpaymentTolerancePpm: underpaymentTolerance };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

const wireSum = z.number().nonnegative();

/** What sandbox/settings answers. */
export const settingsAnswer = z.strictObject({
  autoWithdraw: z.boolean(),
  maxAutoWithdrawAmount: wireSum,
  applyLimitsToApi: z.boolean(),
  depositFeePayer: z.enum(["merchant", "user"]),
  withdrawalFeePayer: z.enum(["merchant", "user"]),
  underpaymentTolerance: z.number().min(0).max(10),
  creditAt: z.enum(["sweep", "finality"]),
  requireSecret: z.boolean(),
  ipAllowList: z.array(z.string()),
  feeTiers: z.array(z.strictObject({ from: wireSum, rate: z.number().min(0).max(1) })),
  keyDailyCap: wireSum.nullable(),
  webhookOnCancel: z.boolean(),
  payerExtension: z.boolean(),
  ...checkoutSettingsAnswer,
});

/** The settings as the wire shows them. */
export function wireSettings(settings: Settings): z.output<typeof settingsAnswer> {
  const { underpaymentTolerancePpm, maxAutoWithdrawAmount, keyDailyCap, ...rest } = settings;
  const percent = BigInt(underpaymentTolerancePpm) * MICRO_PERCENT_PER_PPM;
  return {
    autoWithdraw: rest.autoWithdraw,
    maxAutoWithdrawAmount: wireAmount(maxAutoWithdrawAmount),
    applyLimitsToApi: rest.applyLimitsToApi,
    depositFeePayer: rest.depositFeePayer,
    withdrawalFeePayer: rest.withdrawalFeePayer,
    underpaymentTolerance: wireAmount(units(percent)),
    creditAt: rest.creditAt,
    requireSecret: rest.requireSecret,
    ipAllowList: [...rest.ipAllowList],
    feeTiers: rest.feeTiers.map(({ from, ratePpm }) => ({
      from: wireAmount(from),
      rate: wireAmount(units(BigInt(ratePpm))),
    })),
    keyDailyCap: keyDailyCap === null ? null : wireAmount(keyDailyCap),
    webhookOnCancel: rest.webhookOnCancel,
    payerExtension: rest.payerExtension,
    brandName: rest.brandName,
    brandColor: rest.brandColor,
    brandLogo: rest.brandLogo,
    supportUrl: rest.supportUrl,
    checkoutNote: rest.checkoutNote,
    checkoutLanguage: rest.checkoutLanguage,
    embedOrigins: [...rest.embedOrigins],
  };
}
