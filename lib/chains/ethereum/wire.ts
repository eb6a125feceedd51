import { z } from "zod";
import { toAddress, toHash } from "@/lib/chains/hex";
import type { BlockRef } from "@/lib/chains/port";

/** What an Ethereum node says, read strictly: hex without prefix inside, numbers as numbers. */

export const quantity = z
  .string()
  .regex(/^0x[0-9a-f]{1,64}$/i)
  .transform((text) => BigInt(text));
const height = quantity
  .refine((value) => value <= BigInt(Number.MAX_SAFE_INTEGER))
  .transform((value) => Number(value));
export const count = height;
const hash = z
  .string()
  .regex(/^0x[0-9a-f]{64}$/i)
  .transform(toHash);
const address = z
  .string()
  .regex(/^0x[0-9a-f]{40}$/i)
  .transform((text) => toAddress(text.slice(2).toLowerCase()));
const bytes = z
  .string()
  .regex(/^0x([0-9a-f]{2})*$/i)
  .transform((text) => text.slice(2).toLowerCase());
export const callResult = bytes;

export const headerSchema = z
  .object({
    number: height,
    hash,
    parentHash: hash,
    timestamp: height,
    logsBloom: bytes.refine((bloom) => bloom.length === 512),
    transactions: z.array(hash),
    baseFeePerGas: quantity.optional(),
  })
  .nullable();
export type Header = NonNullable<z.infer<typeof headerSchema>>;

export const logSchema = z.object({
  address,
  topics: z.array(hash).max(4),
  data: bytes,
  blockHash: hash,
  transactionHash: hash,
  logIndex: height,
  removed: z.boolean().optional(),
});
export type WireLog = z.infer<typeof logSchema>;

/** A receipt as it stands among its block's. */
export const blockReceiptSchema = z.object({
  transactionHash: hash,
  blockHash: hash,
  status: z.enum(["0x0", "0x1"]),
  logs: z.array(logSchema),
});
export type WireBlockReceipt = z.infer<typeof blockReceiptSchema>;

export const receiptSchema = blockReceiptSchema.extend({
  blockNumber: height,
  gasUsed: quantity,
  effectiveGasPrice: quantity,
});
export type WireReceipt = z.infer<typeof receiptSchema>;

/** Any transaction's. Before EIP-658 (October 2017, older than USDT) receipts said no status. */
export const lookReceiptSchema = receiptSchema
  .pick({ transactionHash: true, blockHash: true, blockNumber: true, logs: true })
  .extend({ status: receiptSchema.shape.status.default("0x1") });

export function toBlockRef(header: Header): BlockRef {
  const { number, hash: own, parentHash, timestamp } = header;
  return { height: number, hash: own, parentHash, time: new Date(timestamp * 1000) };
}

export function toQuantity(value: number | bigint): string {
  return `0x${value.toString(16)}`;
}
