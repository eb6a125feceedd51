import { createHash, randomBytes, randomUUID } from "node:crypto";
import { issueApiKey } from "@/lib/auth";
import {
  type Context,
  type IdempotentCall,
  type Permission,
  storeAnswer,
  transact,
} from "@/lib/command";
import { generateWallet, updateBalance } from "@/lib/customers";
import type { Database } from "@/lib/db";
import { createInvoice } from "@/lib/invoices";
import { newClientId, present, silentLogger } from "@/lib/kit";
import { createMerchant } from "@/lib/merchants";
import { createPayout, createWithdrawal } from "@/lib/payouts";
import { listWebhookEvents } from "@/lib/webhooks";
import { usdt } from "./books";
import { addMoney, somewhere } from "./till";

const RIGHTS: readonly Permission[] = [
  "invoices:create",
  "invoices:read",
  "invoices:cancel",
  "customers:read",
  "customers:write",
  "figures:write",
  "withdrawals:read",
  "withdrawals:create",
  "withdrawals:approve",
  "payouts:create",
  "webhooks:read",
  "webhooks:write",
  "keys:write",
  "settings:read",
];
const CONTRACTS = { usdtErc20Contract: null, usdtTrc20Contract: null };

/** What one merchant owns, made by the verbs that make it in earnest. */
export interface Made {
  readonly merchantId: string;
  readonly userId: string;
  readonly walletAddress: string;
  readonly invoiceId: string;
  readonly withdrawalId: string;
  readonly payoutId: string;
  readonly eventId: string;
}

/** What a key of a merchant's may do, on the web role's connection. */
export function contextOf(web: Database, merchantId: string): Context {
  return {
    db: web,
    merchantId,
    actor: { kind: "api_key", id: "test" },
    permissions: new Set(RIGHTS),
    requestId: "req_test",
    log: silentLogger,
    now: () => new Date(),
  };
}

export async function addMerchant(job: Context, name: string): Promise<string> {
  const made = await createMerchant(job, {
    name,
    webhookUrl: "https://shop.example/webhooks",
    apiKeyHash: randomBytes(32),
    apiKeyPrefix: `tg_test_${newClientId().slice(0, 4)}`,
    apiSecretHash: randomBytes(32),
    sealSecret: (text) => text,
  });
  return made.merchantId;
}

/** Makes what a merchant owns. */
export async function makeRows(web: Database, worker: Database, merchantId: string): Promise<Made> {
  const ctx = contextOf(web, merchantId);
  await addMoney(worker, merchantId, usdt(500));
  const call = callOf();
  const invoice = await createInvoice(
    ctx,
    {
      network: "USDT-TRC20",
      amount: usdt(50),
      timerMs: 600_000,
      callbackUrl: null,
      webhookUrl: null,
      username: null,
      firstName: null,
      lastName: null,
      email: null,
      phoneNumber: null,
      description: null,
      referenceId: "ORD-1",
    },
    call,
  );
  await transact(ctx, (tx) => storeAnswer(ctx, tx, call, { status: 200, body: "{}" }));
  // The same id at both merchants: a filter that is gone would find the wrong one.
  const userId = "user-12345";
  const wallet = await generateWallet(ctx, {
    userId,
    email: "alice@example.com",
    firstName: null,
    lastName: null,
    phone: null,
    callbackUrl: null,
    isActive: null,
  });
  const walletAddress = present(wallet.wallets[1], "the TRC20 wallet").walletAddress;
  const credit = { userId, walletAddress, amount: usdt(90), transactionHash: "adjustment-1" };
  await updateBalance(ctx, credit);
  const order = { userId, network: "USDT-TRC20", amount: usdt(40), callbackUrl: null } as const;
  const withdrawal = await createWithdrawal(
    ctx,
    { ...order, origin: "request", walletAddress: somewhere() },
    CONTRACTS,
  );
  const payout = await createPayout(
    ctx,
    {
      network: "USDT-TRC20",
      amount: usdt(30),
      walletAddress: somewhere(),
      description: null,
      callbackUrl: null,
    },
    CONTRACTS,
  );
  await issueApiKey(ctx, "sandbox", {
    name: "till",
    scopes: ["all"],
    ipAllowList: [],
    dailyCap: null,
    dailyCapWithSecret: null,
  });
  const { docs } = await listWebhookEvents(ctx, { page: 1, limit: 20 });
  return {
    merchantId,
    userId,
    walletAddress,
    invoiceId: invoice.id,
    withdrawalId: withdrawal.withdrawalId,
    payoutId: payout.transactionId,
    eventId: present(docs[0], "the event of the withdrawal").id,
  };
}

const callOf = (): IdempotentCall => ({
  endpoint: "POST /transaction/create",
  key: randomUUID(),
  fingerprint: createHash("sha256").update("x").digest(),
});
