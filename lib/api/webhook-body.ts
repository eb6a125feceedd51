import type { TransactionRecord } from "./record";

/**
 * The exact text of a webhook about a transaction: the contract's fifteen fields in their order, then seven
 * of ours (section 7). These bytes are what is signed.
 */
export function webhookBody(record: TransactionRecord): string {
  return JSON.stringify({
    success: true,
    message: "Transaction status update",
    data: {
      type: record.type,
      transactionId: record.transactionId,
      clientId: record.clientId,
      amount: record.amount,
      fee: record.fee,
      netAmount: record.netAmount,
      actualBalance: record.actualBalance,
      currencyType: record.currencyType,
      status: record.status,
      createdAt: record.createdAt,
      confirmedAt: record.confirmedAt,
      blockchainTxHash: record.blockchainTxHash,
      walletAddress: record.walletAddress,
      network: record.network,
      id: record.id,
      userId: record.userId,
      invoiceNo: record.invoiceNo,
      referenceId: record.referenceId,
      reason: record.reason,
      late: record.late,
      platformFee: record.platformFee,
      feePayer: record.feePayer,
    },
  });
}
