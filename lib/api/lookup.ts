import { z } from "zod";
import { NETWORK_IDS } from "@/lib/kit";
import { parseInput, type RawInput } from "./input";
import { TEXTS } from "./texts";

/** Why a payer's transaction is, or is not, the payment that a page waits for. */
export const LOOKUP_REASONS = [
  "found",
  "not_final",
  "not_enough",
  "other_address",
  "other_payment",
  "wrong_network",
  "wrong_token",
  "no_tokens",
  "reverted",
  "pending",
  "unknown",
  "unavailable",
] as const;
export type LookupReason = (typeof LOOKUP_REASONS)[number];

/** What became of a payer's question. Fields that a reason does not need are null. */
export const checkoutLookup = z.strictObject({
  id: z.uuid(),
  /** Null while it is being looked for. */
  reason: z.enum(LOOKUP_REASONS).nullable(),
  /** Where it was found. */
  network: z.enum(NETWORK_IDS).nullable(),
  amount: z.number().positive().nullable(),
  remaining: z.number().positive().nullable(),
  confirmations: z.int().nullable(),
  requiredConfirmations: z.int().nullable(),
  /** Where its USDT went, when that is no address of this merchant. */
  walletAddress: z.string().nullable(),
});
export type LookupView = Readonly<z.output<typeof checkoutLookup>>;

/** 64 hex digits as any explorer or wallet shows them, on either network. */
export const lookupBody = z.object({
  transactionHash: z
    .string(TEXTS.transactionHash)
    .trim()
    .regex(/^(0[xX])?[0-9a-fA-F]{64}$/, TEXTS.transactionHash)
    .meta({ description: "64 hex digits, with or without 0x" }),
});

/** The hash that is asked about, bare and in lower case. Throws validation_failed. */
export function parseLookup(raw: RawInput): string {
  const { transactionHash } = parseInput(lookupBody, raw, { body: ["transactionHash"] });
  return transactionHash.slice(-64).toLowerCase();
}
