import { z } from "zod";
import type { CheckoutDetails, CheckoutState } from "./checkout";
import { CHECKOUT_LANGUAGES, type CheckoutLanguage } from "./checkout-settings";
import { parseInput, type RawInput } from "./input";
import type { LookupReason } from "./lookup";
import { TEXTS } from "./texts";

const MAX_EMAIL = 254;
const MAX_ADDRESS = 100;

/** One address in plain letters, as a mail's header may hold it: no list, no name, no line break. */
const email = z
  .string(TEXTS.email)
  .trim()
  .max(MAX_EMAIL, TEXTS.email)
  .pipe(z.email(TEXTS.email))
  .meta({ description: "One e-mail address", maxLength: MAX_EMAIL });

const language = z
  .enum(CHECKOUT_LANGUAGES, { error: `must be one of ${CHECKOUT_LANGUAGES.join(", ")}` })
  .optional();

export const receiptMailBody = z.object({
  email,
  language: language.meta({ description: "Of the mail; the shop's, else English, when absent" }),
});

export const contactBody = z.object({
  email,
  refundAddress: z
    .string(TEXTS.refundAddress)
    .trim()
    .max(MAX_ADDRESS, TEXTS.refundAddress)
    .meta({ description: "Where the payer would like money back, on the payment's network" })
    .optional(),
  language: language.meta({ description: "In which the payer reads; the shop's, else English" }),
});

export interface ReceiptMailInput {
  readonly email: string;
  /** Null: the shop's. */
  readonly language: CheckoutLanguage | null;
}
export interface ContactInput extends ReceiptMailInput {
  /** As it was typed; null: none. */
  readonly refundAddress: string | null;
}

/** Who wants the receipt. Throws validation_failed. */
export function parseReceiptMail(raw: RawInput): ReceiptMailInput {
  const read = parseInput(receiptMailBody, raw, { body: ["email", "language"] });
  return { email: read.email, language: read.language ?? null };
}

/** Where a payer can be reached. Throws validation_failed. */
export function parseContact(raw: RawInput): ContactInput {
  const names = ["email", "refundAddress", "language"];
  const read = parseInput(contactBody, raw, { body: names });
  // A plain form sends what was left empty.
  return {
    email: read.email,
    refundAddress: read.refundAddress || null,
    language: read.language ?? null,
  };
}

/** What was asked for; nothing of it is shown again. */
export const payerRequest = z.strictObject({ id: z.uuid() });

/** Whether a receipt says something that no longer changes: only such a one is sent. */
export function isReceiptFinal({
  payments,
  endedAt,
}: Pick<CheckoutDetails, "payments" | "endedAt">): boolean {
  return payments.length > 0 && payments.every((payment) => payment.final) && endedAt !== null;
}

const ODD: ReadonlySet<CheckoutState> = new Set(["overpaid", "expired_partial", "late"]);
/** Answers to "where is it?" after which the shop alone can help. */
export const UNHAPPY_REASONS = [
  "other_address",
  "other_payment",
  "wrong_network",
  "wrong_token",
  "unknown",
] as const satisfies readonly LookupReason[];

export function isUnhappy(reason: LookupReason | null): boolean {
  return UNHAPPY_REASONS.some((known) => known === reason);
}

/** Whether a payer may leave an address: money went another way than it should, or a lookup ended unhappily. */
export function asksForContact(state: CheckoutState, unhappy: boolean): boolean {
  return ODD.has(state) || unhappy;
}
