import type { ServerAction } from "@/components/dashboard/use-action";
import type { NetworkId } from "@/lib/kit";

/** A request as it is shown; amounts in micro-USDT. */
export interface RequestItem {
  readonly id: string;
  readonly type: "withdrawal" | "payout";
  readonly network: NetworkId;
  readonly walletAddress: string;
  readonly userId: string | null;
  readonly amountUnits: bigint;
  readonly feeUnits: bigint;
  readonly netUnits: bigint;
  readonly feePayer: "merchant" | "user";
  readonly description: string | null;
  readonly createdAt: Date;
  readonly ageMs: number;
  readonly approvals: readonly Approver[];
  readonly needed: 1 | 2;
  readonly hints: {
    readonly first: boolean;
    readonly newAddress: boolean;
    readonly lookAlike: boolean;
    readonly inLastDay: number;
  };
}

export interface Approver {
  readonly userId: string;
  readonly name: string | null;
  readonly at: Date;
}

/** A request that a person's hand is on: its id, and how it is called. */
export interface Subject {
  readonly id: string;
  /** "20.00 USDT for alice-77". */
  readonly label: string;
}

export type ApproveAction = ServerAction<string, "released" | "waiting">;
export type RejectAction = ServerAction<{ readonly id: string; readonly remarks: string }, null>;

export interface ManyOutcome {
  readonly released: readonly string[];
  readonly waiting: readonly string[];
  readonly failed: readonly { readonly id: string; readonly message: string }[];
}
export type ApproveManyAction = ServerAction<readonly string[], ManyOutcome>;
