import { z } from "zod";
import { AppError, type Units } from "@/lib/kit";
import { amountField, callbackWebhookField, field, isStorable, textField } from "./fields";
import { parseInput, type RawInput, requireFields } from "./input";
import { listQuery } from "./invoice-requests";
import { type PageRequest, pagingOf } from "./paging";
import type { TransactionType, WireStatus } from "./record";
import { TEXTS } from "./texts";

const MAX_USER_ID = 255;

function isUserId(given: unknown): given is string {
  if (typeof given !== "string" || given === "" || !isStorable(given)) return false;
  return given.length <= MAX_USER_ID || [...given].length <= MAX_USER_ID;
}

function userIdField(missing: string) {
  return field<string>(
    (given) => {
      if (isUserId(given)) return { value: given };
      return given === undefined || given === null || given === ""
        ? { problem: missing }
        : { problem: `must be a string of 1 to ${MAX_USER_ID} characters` };
    },
    {
      type: "string",
      minLength: 1,
      maxLength: MAX_USER_ID,
      description: "The platform's own id of the user, compared exactly",
      examples: ["user-12345"],
    },
  );
}

function requiredField(missing: string, max: number, description: string, example: string) {
  return field<string>(
    (given) => {
      if (given === undefined || given === null || given === "") return { problem: missing };
      const fits = typeof given === "string" && given.length <= max && isStorable(given);
      return fits ? { value: given } : { problem: `must be a string of at most ${max} characters` };
    },
    { type: "string", minLength: 1, maxLength: max, description, examples: [example] },
  );
}

const isActiveField = field<boolean | null>(
  (given) => {
    if (given === null || typeof given === "boolean") return { value: given };
    return { problem: "must be true or false" };
  },
  {
    type: "boolean",
    description: "Whether deposits count for the user; true at creation, kept when it is absent",
  },
).optional();

/** The body of wallet/generate, in the order in which it is checked. */
export function generateWalletBody(sandbox: boolean) {
  return z.object({
    callbackUrl: callbackWebhookField(sandbox, "this user's deposits"),
    userId: userIdField(TEXTS.userAndEmailRequired),
    email: requiredField(TEXTS.userAndEmailRequired, 320, "The user's e-mail", "alice@example.com"),
    firstName: textField(255, "The user's first name"),
    lastName: textField(255, "The user's last name"),
    phone: textField(64, "The user's telephone number"),
    isActive: isActiveField,
  });
}

export interface GenerateWalletRequest {
  readonly userId: string;
  readonly email: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly phone: string | null;
  readonly callbackUrl: string | null;
  readonly isActive: boolean | null;
}

/** Reads public/wallet/generate. Throws validation_failed. */
export function parseGenerateWallet(raw: RawInput, sandbox: boolean): GenerateWalletRequest {
  requireFields(raw, ["userId", "email"], TEXTS.userAndEmailRequired);
  const schema = generateWalletBody(sandbox);
  const given = parseInput(schema, raw, { body: Object.keys(schema.shape) });
  return {
    userId: given.userId,
    email: given.email,
    firstName: given.firstName ?? null,
    lastName: given.lastName ?? null,
    phone: given.phone ?? null,
    callbackUrl: given.callbackUrl ?? null,
    isActive: given.isActive ?? null,
  };
}

const CREDIT_FIELDS = ["userId", "walletAddress", "amount", "transactionHash"] as const;

/** The body of wallet/updateBalance, in the order in which it is checked. */
export const updateBalanceBody = z.object({
  amount: amountField,
  walletAddress: requiredField(
    TEXTS.creditFieldsRequired,
    128,
    "The user's wallet that the amount is added to",
    "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",
  ),
  userId: userIdField(TEXTS.creditFieldsRequired),
  transactionHash: requiredField(
    TEXTS.creditFieldsRequired,
    255,
    "A reference of the merchant's own, or a chain's hash; credits this wallet once",
    "adjustment-2026-0042",
  ),
});

export interface UpdateBalanceRequest {
  readonly userId: string;
  readonly walletAddress: string;
  readonly amount: Units;
  readonly transactionHash: string;
}

/** Reads public/wallet/updateBalance. Throws validation_failed. */
export function parseUpdateBalance(raw: RawInput): UpdateBalanceRequest {
  requireFields(raw, CREDIT_FIELDS, TEXTS.creditFieldsRequired);
  return parseInput(updateBalanceBody, raw, { body: CREDIT_FIELDS });
}

/** The user that a path names. Throws not_found for what can't be one. */
export function parseUserPath(given: unknown): { readonly userId: string } {
  if (isUserId(given)) return { userId: given };
  throw new AppError("not_found", { public: TEXTS.walletNotFound });
}

const { type, status, page, limit, cursor } = listQuery.shape;

export const userListQuery = z.object({
  userId: userIdField(TEXTS.userIdRequired),
  type,
  status,
  page,
  limit,
  cursor,
});

export interface UserListRequest extends PageRequest {
  readonly userId: string;
  readonly type?: TransactionType;
  readonly status?: WireStatus;
}

/** Reads public/user/transaction/list. Throws validation_failed. */
export function parseUserList(raw: RawInput): UserListRequest {
  const given = parseInput(userListQuery, raw, { query: Object.keys(userListQuery.shape) });
  return {
    userId: given.userId,
    ...(given.type ? { type: given.type } : {}),
    ...(given.status ? { status: given.status } : {}),
    ...pagingOf(given),
  };
}
