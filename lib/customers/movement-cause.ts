import { isUuid } from "@/lib/kit";

/** What a change of a figure came of, as its posting tells. */
export interface Cause {
  readonly kind:
    | "deposit"
    | "credited_by_hand"
    | "withdrawal_held"
    | "withdrawal_returned"
    | "corrected"
    | "other";
  readonly withdrawalId: string | null;
  readonly adjustmentId: string | null;
  /** Of a deposit 64 hex digits; by hand whatever the platform gave. */
  readonly txHash: string | null;
  readonly logIndex: number | null;
}

const NOTHING = { withdrawalId: null, adjustmentId: null, txHash: null, logIndex: null };
const BY_HAND = /^figure_credited:manual:[^:]+:[^:]+:(.*)$/s;
const DEPOSIT = /^figure_credited:[^:]+:([0-9a-f]{64}):(\d{1,9})$/;

/** Reads a posting's kind and cause (`lib/ledger/templates.ts`). Pure. */
export function readCause(kind: string, cause: string): Cause {
  const id = cause.slice(cause.indexOf(":") + 1);
  switch (kind) {
    case "figure_held":
      return { ...NOTHING, kind: "withdrawal_held", withdrawalId: isUuid(id) ? id : null };
    case "figure_released":
      return { ...NOTHING, kind: "withdrawal_returned", withdrawalId: isUuid(id) ? id : null };
    case "figure_raised":
    case "figure_lowered":
      return { ...NOTHING, kind: "corrected", adjustmentId: isUuid(id) ? id : null };
    case "figure_credited": {
      const [, hash] = BY_HAND.exec(cause) ?? [];
      if (hash !== undefined) return { ...NOTHING, kind: "credited_by_hand", txHash: hash };
      const [, txHash, log] = DEPOSIT.exec(cause) ?? [];
      if (txHash !== undefined)
        return { ...NOTHING, kind: "deposit", txHash, logIndex: Number(log) };
      return { ...NOTHING, kind: "other" };
    }
    default:
      return { ...NOTHING, kind: "other" };
  }
}
