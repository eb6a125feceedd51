import { createHash } from "node:crypto";
import { afterAll, beforeAll, beforeEach } from "vitest";
import type { IdempotentCall } from "@/lib/command";
import { AppError, units } from "@/lib/kit";
import { type CreateWithdrawalInput, createWithdrawal } from "@/lib/payouts";
import { openTill, somewhere, TILL_RIGHTS, type Till } from "./till";

export const usdt = (whole: number) => units(BigInt(whole) * 1_000_000n);
export const CONTRACT = somewhere();
export const contracts = { usdtErc20Contract: null, usdtTrc20Contract: CONTRACT };

const DEFAULTS = {
  auto_withdraw: false,
  max_auto_withdraw_units: "100000000",
  apply_limits_to_api: false,
  withdrawal_fee_payer: "user",
};

export const callOf = (key: string): IdempotentCall => ({
  endpoint: "POST /public/user/withdrawal/create",
  key,
  fingerprint: createHash("sha256").update(key).digest(),
});

/** The codes of what was refused; what is no refusal of ours as it is. */
export const codes = (results: readonly PromiseSettledResult<unknown>[]) =>
  results.flatMap((one) =>
    one.status === "rejected"
      ? [one.reason instanceof AppError ? one.reason.code : one.reason]
      : [],
  );
export const fulfilled = (results: readonly PromiseSettledResult<unknown>[]) =>
  results.filter((one) => one.status === "fulfilled").length;

/** The rights of a till but that one. */
export const without = (permission: string) => TILL_RIGHTS.filter((one) => one !== permission);

let till: Till;

async function order(over: Partial<CreateWithdrawalInput> = {}): Promise<CreateWithdrawalInput> {
  return {
    origin: "api",
    userId: over.userId ?? (await till.user(usdt(50))),
    network: "USDT-TRC20",
    walletAddress: somewhere(),
    amount: usdt(50),
    callbackUrl: null,
    ...over,
  };
}

const create = (input: CreateWithdrawalInput, call?: IdempotentCall) =>
  createWithdrawal(till.context(), input, contracts, call);

async function pending() {
  await till.fund(usdt(50));
  return create(await order({ origin: "request" }));
}

async function eventsOf(id: string) {
  const rows = await till.worker.sql`
    select status, url, body from webhook_events where subject_id = ${id} order by created_at, id`;
  return rows.map((row) => ({
    status: String(row.status),
    url: row.url,
    data: JSON.parse(row.body).data,
  }));
}

async function auditOf(id: string) {
  const rows = await till.worker.sql`
    select action from audit_log where subject_id = ${id} order by created_at, id`;
  return rows.map((row) => row.action);
}

const balances = async () => [await till.balance("available"), await till.balance("held")];

/** Gives the file's tests a till, whose first merchant has the settings of a new one before each. */
export function setUpTill() {
  beforeAll(async () => {
    till = await openTill();
  });
  afterAll(() => till?.close());
  beforeEach(() => till.set(DEFAULTS));
  return {
    get till() {
      return till;
    },
    /** An order of 50 by the API, of a user who has as much, unless told otherwise. */
    order,
    create,
    /** A withdrawal that waits for approval, from money of its own. */
    pending,
    eventsOf,
    auditOf,
    /** What the first merchant has available and held. */
    balances,
  };
}
