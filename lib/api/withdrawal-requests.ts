import { z } from "zod";
import type { NetworkId, Units } from "@/lib/kit";
import {
  callbackWebhookField,
  currencyField,
  field,
  readAmount,
  requiredText,
  textField,
} from "./fields";
import { invalidFields, parseInput, type RawInput } from "./input";
import { type PageRequest, pagingFields, pagingOf } from "./paging";
import { TEXTS } from "./texts";

const MINIMUM = 100_000n;
const REQUIRED = ["userId", "walletAddress", "amount", "currencyType"] as const;
const STATUSES = ["pending", "processing", "completed", "failed", "rejected"] as const;

const withdrawalAmount = field<Units>(
  (given) => {
    const value = readAmount(given);
    if (value === null) return { problem: TEXTS.amount };
    return value < MINIMUM ? { problem: TEXTS.minimumWithdrawal } : { value };
  },
  {
    type: ["number", "string"],
    description:
      "USDT, at least 0.1, at most 1,000,000,000 and at most 6 decimals, as a number or a plain decimal string. Read exactly.",
    examples: [50, "19.99"],
  },
);

const destination = z.object({
  currencyType: currencyField,
  amount: withdrawalAmount,
  walletAddress: requiredText(128, "Where the money goes: T… or 0x…, checksums are enforced"),
});
const others = (sandbox: boolean) =>
  z.object({
    userId: requiredText(255, "The user at the merchant's platform, who must have a wallet"),
    callbackUrl: callbackWebhookField(sandbox, "this withdrawal's events"),
  });
const othersOf = { sandbox: others(true), production: others(false) };

/** The body of a withdrawal. */
export const withdrawalBody = z.object({ ...othersOf.sandbox.shape, ...destination.shape });

export interface WithdrawalRequest {
  readonly userId: string;
  readonly network: NetworkId;
  readonly amount: Units;
  readonly walletAddress: string;
  readonly callbackUrl: string | null;
}

/**
 * Reads a withdrawal, in the contract's order: what is missing, currency, amount, minimum, address, the
 * rest. `isAddress` knows how addresses of a network are spelled. Throws validation_failed.
 */
export function parseWithdrawal(
  raw: RawInput,
  sandbox: boolean,
  isAddress: (network: NetworkId, text: string) => boolean,
): WithdrawalRequest {
  const missing = REQUIRED.filter((name) => isMissing(name, raw.body[name]));
  if (missing.length > 0) {
    throw invalidFields(missing.map((path) => ({ path, message: TEXTS.withdrawalFields })));
  }
  const { currencyType, amount, walletAddress } = readDestination(raw);
  if (!isAddress(currencyType, walletAddress)) {
    throw invalidFields([{ path: "walletAddress", message: TEXTS.walletAddress }]);
  }
  const schema = sandbox ? othersOf.sandbox : othersOf.production;
  const { userId, callbackUrl } = parseInput(schema, raw, { body: Object.keys(schema.shape) });
  return { userId, network: currencyType, amount, walletAddress, callbackUrl: callbackUrl ?? null };
}

/** An address that is no text, or a very long one, is none. */
function readDestination(raw: RawInput) {
  const given = raw.body.walletAddress;
  const text = typeof given === "string" && given.length <= 128 ? given : "?";
  const body = { ...raw.body, walletAddress: text };
  return parseInput(destination, { ...raw, body }, { body: Object.keys(destination.shape) });
}

/** An amount of null or nothing but blanks is malformed, not missing. */
function isMissing(name: (typeof REQUIRED)[number], given: unknown): boolean {
  return given === undefined || (name !== "amount" && (given === null || given === ""));
}

export const withdrawalsQuery = z.object({
  status: z.enum(STATUSES, { error: `must be one of ${STATUSES.join(", ")}` }).optional(),
  ...pagingFields,
});

export interface WithdrawalsRequest extends PageRequest {
  readonly status?: (typeof STATUSES)[number];
}

/** Reads public/withdrawal-requests. Throws validation_failed. */
export function parseWithdrawals(raw: RawInput): WithdrawalsRequest {
  const names = Object.keys(withdrawalsQuery.shape);
  const { status, ...paging } = parseInput(withdrawalsQuery, raw, { query: names });
  return { ...pagingOf(paging), ...(status === undefined ? {} : { status }) };
}

/** The withdrawal that a path names; what is no id is found nowhere. */
export function parseWithdrawalPath(given: string | readonly string[] | undefined): {
  readonly withdrawalId: string;
} {
  return { withdrawalId: typeof given === "string" ? given : "" };
}

export const rejectBody = z.object({ remarks: textField(1_000, "Why; kept with the record") });

/** Reads the body of a rejection. Throws validation_failed. */
export function parseReject(raw: RawInput): { readonly remarks: string | null } {
  return { remarks: parseInput(rejectBody, raw, { body: ["remarks"] }).remarks ?? null };
}

export const payoutQuery = z.object({
  id: requiredText(255, "The id of a withdrawal or payout"),
});

/** Reads public/payout/get. Throws validation_failed. */
export function parsePayout(raw: RawInput): { readonly id: string } {
  return parseInput(payoutQuery, raw, { query: ["id"] });
}
