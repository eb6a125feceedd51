import { z } from "zod";
import { displayHash, isoTime, NETWORK_IDS, type NetworkId, type Units, units } from "@/lib/kit";
import { successOf } from "./envelope";
import { pageSchema } from "./paging";
import { type WireStatus, wireAmount } from "./record";
import { transactionRecord } from "./responses";
import { TEXTS } from "./texts";

const moment = z.iso.datetime({ precision: 3 });
const amount = z.number().nonnegative();

/** What creating, approving and rejecting a withdrawal answer. */
export const withdrawalAnswer = z
  .strictObject({
    withdrawalId: z.uuid(),
    transactionId: z.uuid(),
    userId: z.string().nullable(),
    status: z.enum(["pending", "processing", "completed", "failed", "rejected"]),
    transactionHash: z.string().nullable(),
    amount,
    fee: amount.meta({ description: "What came off the amount; 0 when the merchant pays" }),
    netAmount: amount.meta({ description: "What the recipient gets" }),
    currencyType: z.enum(NETWORK_IDS),
    walletAddress: z.string(),
    createdAt: moment,
    completedAt: moment.nullable(),
    reason: z.string().optional().meta({ description: "Why it failed" }),
    remarks: z.string().optional().meta({ description: "What the merchant said to a rejection" }),
  })
  .meta({ id: "Withdrawal" });
export const withdrawalEnvelope = successOf(withdrawalAnswer);
export type WireWithdrawal = z.output<typeof withdrawalAnswer>;

/** A record of a withdrawal or payout. */
export const withdrawalRecordSchema = transactionRecord
  .extend({
    withdrawalId: z.uuid(),
    processedAt: moment
      .nullable()
      .meta({ description: "When it became completed, failed or rejected" }),
  })
  .meta({ id: "WithdrawalRecord" });
export type WireWithdrawalRecord = z.output<typeof withdrawalRecordSchema>;

export const withdrawalPage = pageSchema(withdrawalRecordSchema);
export type WithdrawalPage = z.output<typeof withdrawalPage>;

interface WithdrawalFacts {
  readonly id: string;
  readonly userId: string | null;
  readonly network: NetworkId;
  readonly walletAddress: string;
  readonly amountUnits: Units;
  readonly feeUnits: Units;
  readonly netUnits: Units;
  readonly feePayer: "merchant" | "user";
  readonly txHash: string | null;
  readonly reason: string | null;
  readonly remarks: string | null;
  readonly createdAt: Date;
  readonly completedAt: Date | null;
}

/** A withdrawal or payout as create, approve and reject answer it; `status` is its word on the wire. */
export function wireWithdrawal(facts: WithdrawalFacts, status: WireStatus): WireWithdrawal {
  const deducted = facts.feePayer === "user" ? facts.feeUnits : units(0n);
  return {
    withdrawalId: facts.id,
    transactionId: facts.id,
    userId: facts.userId,
    status: withdrawalAnswer.shape.status.parse(status),
    transactionHash: facts.txHash === null ? null : displayHash(facts.network, facts.txHash),
    amount: wireAmount(facts.amountUnits),
    fee: wireAmount(deducted),
    netAmount: wireAmount(facts.netUnits),
    currencyType: facts.network,
    walletAddress: facts.walletAddress,
    createdAt: isoTime(facts.createdAt),
    completedAt: facts.completedAt === null ? null : isoTime(facts.completedAt),
    ...(status === "failed" && facts.reason !== null ? { reason: facts.reason } : {}),
    ...(status === "rejected" && facts.remarks !== null ? { remarks: facts.remarks } : {}),
  };
}

const MESSAGES = {
  pending: TEXTS.withdrawalRequested,
  processing: TEXTS.withdrawalProcessing,
  completed: TEXTS.withdrawalCompleted,
  failed: TEXTS.withdrawalFailed,
  rejected: TEXTS.withdrawalRejected,
} as const;

/** The envelope of a withdrawal's answer: how it stands in words and in data. */
export function withdrawalBodyOf(data: WireWithdrawal) {
  return { success: true, message: MESSAGES[data.status], data };
}

/** 202 while a withdrawal is on its way to the chain. */
export function withdrawalHttpStatus({ status }: WireWithdrawal): 200 | 202 {
  return status === "processing" ? 202 : 200;
}

const sums = { totalAmt: amount, pendingAmt: amount };

/** What getMerchantDetails answers: available and held, in sum and per network. */
export const merchantDetails = z
  .strictObject({
    _id: z.string().regex(/^[0-9a-f]{24}$/),
    clientId: z.string().regex(/^[0-9a-f]{24}$/),
    name: z.string(),
    ...sums,
    balances: z.array(
      z.strictObject({
        currencyType: z.enum(NETWORK_IDS),
        ...sums,
        walletAddress: z
          .string()
          .nullable()
          .meta({ description: "The merchant's wallet; null until it is made" }),
      }),
    ),
  })
  .meta({ id: "MerchantDetails" });
export type MerchantDetails = z.output<typeof merchantDetails>;
