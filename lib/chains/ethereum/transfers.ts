import { NodeFailure } from "@/lib/chains/node-client";
import type { Address, TokenTransfer } from "@/lib/chains/port";
import { readTransfer } from "@/lib/chains/transfers";
import type { WireLog } from "./wire";

/**
 * The contract's transfers among complete logs of transactions, each with its index inside its transaction.
 * Throws NodeFailure when logs are missing or out of order.
 */
export function readTransfers(logs: readonly WireLog[], token: Address): TokenTransfer[] {
  const first = new Map<string, number>();
  const next = new Map<string, number>();
  return logs.flatMap((log) => {
    const { transactionHash: txHash, logIndex } = log;
    const start = first.get(txHash) ?? logIndex;
    if (logIndex !== (next.get(txHash) ?? start)) {
      throw new NodeFailure(`logs of ${txHash} are out of order`, "answer");
    }
    first.set(txHash, start);
    next.set(txHash, logIndex + 1);
    const transfer = readTransfer(log, token);
    return transfer ? [{ txHash, logIndex: logIndex - start, ...transfer }] : [];
  });
}
