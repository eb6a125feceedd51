import { z } from "zod";
import { AppError, type FieldProblem, MAX_AMOUNT, NETWORK_IDS, type Units, units } from "@/lib/kit";
import { MERCHANT_TIERS } from "@/lib/merchants";
import type { Order } from "./shapes";

const MOST_TEXT = 500;
const MOST_NAME = 100;
const MOST_EMAIL = 254;
const MOST_TIERS = 20;
const WHOLE_PPM = 1_000_000;
const MOST_CALLS = 1_000_000;
const TRX = 1_000_000n;
/** All TRX that there are, and more. */
const MOST_TRX = 1_000_000_000_000n;

const CONTROLS = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;
const EMAIL = /^[^@\s,;<>"]+@[^@\s,;<>"]+$/;

const said = (most: number) => {
  const error = `must have 1 to ${most} characters`;
  return z
    .string({ error })
    .transform((text) => text.replace(CONTROLS, " ").trim())
    .refine((text) => text !== "" && [...text].length <= most, { error });
};
/** In memory a bigint, in the table its digits. */
const integer = (error: string) =>
  z
    .union([z.bigint(), z.string().regex(/^\d{1,30}$/)], { error })
    .transform((value) => BigInt(value));

const merchantId = z.uuid({ error: "must be an id" }).transform((id) => id.toLowerCase());
const email = z
  .string({ error: "must be an e-mail address" })
  .transform((text) => text.trim().toLowerCase())
  .refine((text) => EMAIL.test(text) && text.length <= MOST_EMAIL, {
    error: "must be an e-mail address",
  });
const networkError = `must be ${NETWORK_IDS.join(" or ")}`;
const network = z.enum(NETWORK_IDS, { error: networkError });
const TIERS = `must be 1 to ${MOST_TIERS} rows, the first from 0, ascending, rates from 0 to 100 %`;
const tiers = z
  .array(
    z.strictObject(
      {
        from: integer(TIERS).transform((value) => (value <= MAX_AMOUNT ? units(value) : null)),
        ratePpm: z.int({ error: TIERS }).min(0, TIERS).max(WHOLE_PPM, TIERS),
      },
      { error: TIERS },
    ),
    { error: TIERS },
  )
  .transform((rows, ctx) => {
    const ascend = rows.every(({ from }, at) => {
      const before = rows[at - 1]?.from ?? null;
      return from !== null && (before === null ? at === 0 && from === 0n : from > before);
    });
    if (rows.length === 0 || rows.length > MOST_TIERS || !ascend) {
      ctx.addIssue({ code: "custom", message: TIERS });
      return z.NEVER;
    }
    return rows as { from: Units; ratePpm: number }[];
  });
const LIMIT = `must be a whole number from 1 to ${MOST_CALLS}, for ${MERCHANT_TIERS.join(", ")}`;
const limit = z.int({ error: LIMIT }).min(1, LIMIT).max(MOST_CALLS, LIMIT).nullable();
const limits = z
  .partialRecord(z.enum(MERCHANT_TIERS, { error: LIMIT }), limit, { error: LIMIT })
  .refine((chosen) => Object.keys(chosen).length > 0, { error: LIMIT });
const CAP = "must be an amount of USDT from 0";
const dailyCap = z.union(
  [
    z.literal("default"),
    z.null(),
    integer(CAP)
      .refine((value) => value >= 0n && value <= MAX_AMOUNT, { error: CAP })
      .transform((value) => units(value)),
  ],
  { error: CAP },
);
const STAKE = "must be at least 1 TRX";
const amount = integer(STAKE).refine((sun) => sun >= TRX && sun <= MOST_TRX * TRX, {
  error: STAKE,
});

const KINDS = {
  "merchant.create": z.strictObject({
    kind: z.literal("merchant.create"),
    name: said(MOST_NAME),
    ownerEmail: email,
  }),
  "merchant.invite-owner": z.strictObject({
    kind: z.literal("merchant.invite-owner"),
    merchantId,
    ownerEmail: email,
  }),
  "merchant.suspend": z.strictObject({
    kind: z.literal("merchant.suspend"),
    merchantId,
    reason: said(MOST_TEXT),
  }),
  "merchant.resume": z.strictObject({ kind: z.literal("merchant.resume"), merchantId }),
  "merchant.fee-tiers": z.strictObject({
    kind: z.literal("merchant.fee-tiers"),
    merchantId,
    tiers,
  }),
  "merchant.rate-limits": z.strictObject({
    kind: z.literal("merchant.rate-limits"),
    merchantId,
    limits,
  }),
  "merchant.key-caps": z.strictObject({
    kind: z.literal("merchant.key-caps"),
    merchantId,
    dailyCap,
  }),
  "fees.settle": z.strictObject({ kind: z.literal("fees.settle"), network: network.nullable() }),
  "energy.stake": z.strictObject({ kind: z.literal("energy.stake"), amount }),
  "energy.unstake": z.strictObject({ kind: z.literal("energy.unstake"), amount }),
  "energy.withdraw": z.strictObject({ kind: z.literal("energy.withdraw") }),
  "network.resume": z.strictObject({
    kind: z.literal("network.resume"),
    network,
    note: said(MOST_TEXT),
  }),
} as const satisfies { readonly [K in Order["kind"]]: z.ZodType<Extract<Order, { kind: K }>> };

/**
 * An order as it is kept: texts trimmed, ids and addresses in lower case. Takes what a person gave, and what the table
 * holds. Throws validation_failed.
 */
export function checkOrder(given: unknown): Order {
  const kind = (given as { readonly kind?: unknown } | null)?.kind;
  if (typeof kind !== "string" || !Object.hasOwn(KINDS, kind)) {
    throw invalid([{ path: "kind", message: `must be one of ${Object.keys(KINDS).join(", ")}` }]);
  }
  const result = KINDS[kind as Order["kind"]].safeParse(given);
  if (result.success) return result.data;
  throw invalid(
    result.error.issues.map(({ path, message }) => ({ path: String(path[0] ?? "kind"), message })),
  );
}

/** One message for one field. */
function invalid(problems: readonly FieldProblem[]): AppError {
  const details = [...new Map(problems.map((one) => [one.path, one])).values()];
  return new AppError("validation_failed", { details });
}
