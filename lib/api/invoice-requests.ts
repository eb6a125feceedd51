import { z } from "zod";
import type { NetworkId, Units } from "@/lib/kit";
import {
  amountField,
  callbackUrlField,
  currencyField,
  field,
  requiredText,
  textField,
  timerField,
  webhookUrlField,
} from "./fields";
import { parseInput, type RawInput } from "./input";
import { type PageRequest, pagingFields, pagingOf } from "./paging";
import type { TransactionType, WireStatus } from "./record";
import { TEXTS } from "./texts";

const DEFAULT_TIMER_MS = 600_000;
const TYPES = ["deposit", "withdrawal", "payout"] as const satisfies readonly TransactionType[];
const STATUSES = [
  "initiated",
  "amount confirmed",
  "confirmed",
  "failed",
  "cancelled",
  "pending",
  "processing",
  "completed",
  "rejected",
] as const satisfies readonly WireStatus[];
const OTHER_SPELLINGS: Readonly<Record<string, WireStatus>> = {
  expired: "failed",
  amount_confirmed: "amount confirmed",
};

/** The parameters of transaction/create, in the order in which they are checked. */
export function createInvoiceQuery(sandbox: boolean) {
  return z.object({
    currencyType: currencyField,
    amount: amountField,
    timer: timerField(sandbox),
    callbackUrl: callbackUrlField,
    webhookUrl: webhookUrlField(sandbox),
  });
}

export const createInvoiceBody = z.object({
  username: textField(255, "The customer's name at the merchant"),
  firstName: textField(255, "The customer's first name"),
  lastName: textField(255, "The customer's last name"),
  email: textField(320, "The customer's e-mail address"),
  phoneNumber: textField(64, "The customer's telephone number"),
  description: textField(2_000, "What is paid for"),
  referenceId: textField(255, "The merchant's own number; echoed and searchable, not unique"),
});

const createSchemas = {
  sandbox: createInvoiceQuery(true).extend(createInvoiceBody.shape),
  production: createInvoiceQuery(false).extend(createInvoiceBody.shape),
};
const createQueryNames = Object.keys(createInvoiceQuery(false).shape);
const createBodyNames = [...createQueryNames, ...Object.keys(createInvoiceBody.shape)];

export interface CreateInvoiceRequest {
  readonly network: NetworkId;
  readonly amount: Units;
  readonly timerMs: number;
  readonly callbackUrl: string | null;
  readonly webhookUrl: string | null;
  readonly username: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly email: string | null;
  readonly phoneNumber: string | null;
  readonly description: string | null;
  readonly referenceId: string | null;
}

/** Reads transaction/create: query or body for the parameters, the body for the customer. Throws validation_failed. */
export function parseCreateInvoice(raw: RawInput, sandbox: boolean): CreateInvoiceRequest {
  const schema = sandbox ? createSchemas.sandbox : createSchemas.production;
  const given = parseInput(schema, raw, { query: createQueryNames, body: createBodyNames });
  return {
    network: given.currencyType,
    amount: given.amount,
    timerMs: given.timer ?? DEFAULT_TIMER_MS,
    callbackUrl: given.callbackUrl ?? null,
    webhookUrl: given.webhookUrl ?? null,
    username: given.username ?? null,
    firstName: given.firstName ?? null,
    lastName: given.lastName ?? null,
    email: given.email ?? null,
    phoneNumber: given.phoneNumber ?? null,
    description: given.description ?? null,
    referenceId: given.referenceId ?? null,
  };
}

const typeField = z.enum(TYPES, { error: `must be one of ${TYPES.join(", ")}` });

export const verifyQuery = z.object({
  transactionId: requiredText(255, "The id that create answered"),
  type: typeField.optional(),
});

/** Reads public/transaction/verify. Throws validation_failed. */
export function parseVerify(raw: RawInput): { transactionId: string; type?: TransactionType } {
  return compact(parseInput(verifyQuery, raw, { query: Object.keys(verifyQuery.shape) }));
}

export const cancelBody = z.object({
  transactionId: requiredText(255, "The deposit to cancel"),
  type: typeField,
  remarks: textField(1_000, "Why; kept with the record"),
});

export interface CancelRequest {
  readonly transactionId: string;
  readonly type: TransactionType;
  readonly remarks: string | null;
}

/** Reads public/transaction/cancel. Throws validation_failed. */
export function parseCancel(raw: RawInput): CancelRequest {
  const given = parseInput(cancelBody, raw, { body: Object.keys(cancelBody.shape) });
  return { ...given, remarks: given.remarks ?? null };
}

const statusField = field<WireStatus>(
  (given) => {
    const status = typeof given === "string" ? (OTHER_SPELLINGS[given] ?? given) : null;
    const known = STATUSES.find((word) => word === status);
    return known ? { value: known } : { problem: `must be one of ${STATUSES.join(", ")}` };
  },
  { type: "string", enum: [...STATUSES, ...Object.keys(OTHER_SPELLINGS)] },
);

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?$/;

/** An ISO date or time as UTC; a bare date means its first or its last millisecond. Null when it is none. */
export function readMoment(text: string, end: boolean): Date | null {
  const zoned = /(Z|[+-]\d{2}:?\d{2})$/.test(text) || DATE.test(text) ? text : `${text}Z`;
  const full = DATE.test(text) ? `${text}T${end ? "23:59:59.999" : "00:00:00.000"}Z` : zoned;
  if (!TIME.test(full)) return null;
  const moment = new Date(full);
  if (Number.isNaN(moment.getTime())) return null;
  // JavaScript takes February 30th for March 2nd.
  const day = new Date(`${text.slice(0, 10)}T00:00:00.000Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text.slice(0, 10))
    ? moment
    : null;
}

function momentField(end: boolean, description: string) {
  return field<Date>(
    (given) => {
      const value = typeof given === "string" ? readMoment(given, end) : null;
      return value ? { value } : { problem: "must be an ISO-8601 date or time" };
    },
    { type: "string", format: "date-time", description },
  ).optional();
}

export const listQuery = z.object({
  currencyType: currencyField.optional(),
  type: typeField.optional(),
  status: statusField.optional(),
  search: textField(255, "A transaction id, address, invoice number, reference id or hash"),
  fromDate: momentField(false, "Created at or after"),
  toDate: momentField(true, "Created at or before; a bare date includes that day"),
  ...pagingFields,
});

export interface ListRequest extends PageRequest {
  readonly type?: TransactionType;
  readonly status?: WireStatus;
  readonly search?: string;
  readonly currencyType?: NetworkId;
  readonly fromDate?: Date;
  readonly toDate?: Date;
}

/** Reads public/transaction/list. Throws validation_failed. */
export function parseList(raw: RawInput): ListRequest {
  const names = Object.keys(listQuery.shape);
  const { search, page, limit, cursor, ...given } = parseInput(listQuery, raw, { query: names });
  const trimmed = search?.trim();
  return {
    ...compact(given),
    ...pagingOf({ page, limit, cursor }),
    ...(trimmed ? { search: trimmed } : {}),
  };
}

const ADDRESS_FORM: Readonly<Record<NetworkId, RegExp>> = {
  "USDT-ERC20": /^0x[0-9a-fA-F]{40}$/,
  "USDT-TRC20": /^T[1-9A-HJ-NP-Za-km-z]{33}$/,
};

export const sandboxPayBody = z
  .object({
    currencyType: currencyField,
    amount: amountField,
    walletAddress: requiredText(64, "Where the test money goes"),
  })
  .refine((pay) => ADDRESS_FORM[pay.currencyType].test(pay.walletAddress), {
    path: ["walletAddress"],
    error: TEXTS.walletAddress,
  });

export interface SandboxPayRequest {
  readonly network: NetworkId;
  readonly amount: Units;
  readonly walletAddress: string;
}

/** Reads sandbox/pay, from the body or the query. Throws validation_failed. */
export function parseSandboxPay(raw: RawInput): SandboxPayRequest {
  const names = Object.keys(sandboxPayBody.shape);
  const given = parseInput(sandboxPayBody, raw, { query: names, body: names });
  return {
    network: given.currencyType,
    amount: given.amount,
    walletAddress: given.walletAddress,
  };
}

type Compact<T> = { [K in keyof T]: Exclude<T[K], undefined> };

function compact<T extends object>(value: T): Compact<T> {
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries) as Compact<T>;
}
