import type { Address, TokenTransfer } from "@/lib/chains/port";
import { readTransfer } from "@/lib/chains/transfers";
import type { Info } from "./wire";

/** Whether the transaction did what it set out to do. */
export function succeeded({ result, receipt }: Info): boolean {
  const outcome = receipt.result ?? "SUCCESS";
  return result !== "FAILED" && (outcome === "SUCCESS" || outcome === "DEFAULT");
}

/** The contract's transfers, each with its index inside its transaction. */
export function readTransfers(infos: readonly Info[], token: Address): TokenTransfer[] {
  return infos.filter(succeeded).flatMap((info) =>
    info.log.flatMap((log, logIndex) => {
      const transfer = readTransfer(log, token);
      return transfer ? [{ txHash: info.id, logIndex, ...transfer }] : [];
    }),
  );
}
