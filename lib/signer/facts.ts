import type { AddressEntry } from "@/lib/addresses";
import type { KeyPath } from "@/lib/custody";
import type {
  BatchState,
  LoanState,
  SigningPurpose,
  SigningState,
  StakeOrderKind,
  StakeOrderState,
  SweepState,
  signingRequests,
  WithdrawalState,
  WithdrawalType,
} from "@/lib/db";
import type { NetworkId, Units } from "@/lib/kit";
import type { SigningLimits } from "./limits";

export type SigningRequestRow = typeof signingRequests.$inferSelect;

export interface SweepFacts {
  readonly merchantId: string;
  readonly network: NetworkId;
  readonly state: SweepState;
  readonly fromAddress: string;
  readonly toAddress: string;
  readonly amountUnits: Units;
}

export interface WithdrawalFacts {
  readonly merchantId: string;
  readonly network: NetworkId;
  readonly type: WithdrawalType;
  readonly state: WithdrawalState;
  readonly toAddress: string;
  readonly netUnits: Units;
  readonly holdUnits: Units;
  /** What the books hold for exactly this cause, micro-USDT; 0 when nothing was held. */
  readonly heldUnits: Units;
  /** The hold was released, or the payment is booked. */
  readonly isEnded: boolean;
}

export interface FundingFacts {
  readonly merchantId: string;
  readonly network: NetworkId;
  readonly address: string;
  readonly state: "funding" | "done";
}

export interface BatchFacts {
  readonly id: string;
  readonly merchantId: string;
  readonly network: NetworkId;
  readonly state: BatchState;
  readonly toAddress: string;
  /** The directory's entry of the wallet that it sweeps to. */
  readonly treasury: AddressEntry | null;
  readonly members: readonly BatchMemberFacts[];
}

export interface BatchMemberFacts {
  readonly address: string;
  readonly amountUnits: Units;
  /** Nonce of the authorization that it is asked for; null where none is. */
  readonly authorizes: number | null;
  readonly sweep: (SweepFacts & { readonly batchId: string | null }) | null;
  readonly entry: AddressEntry | null;
  /** A transfer of that sweep by itself may be mined or was. */
  readonly isSpent: boolean;
}

export interface LoanFacts {
  readonly merchantId: string;
  readonly network: NetworkId;
  readonly state: LoanState;
  readonly toAddress: string;
  /** Sun. */
  readonly stake: bigint;
  readonly sweepState: SweepState;
  readonly sweepAddress: string;
}

export interface StakeOrderFacts {
  readonly network: NetworkId;
  readonly kind: StakeOrderKind;
  readonly state: StakeOrderState;
  /** Sun. */
  readonly amount: bigint;
}

/** Another request for the same cause. */
export interface OtherAttempt {
  readonly id: string;
  readonly purpose: SigningPurpose;
  readonly state: SigningState;
  readonly nonce: number | null;
  readonly maxFee: bigint;
}

/** What the database says of a request's cause, read in the transaction that signs. */
export interface CauseFacts {
  readonly sweep: SweepFacts | null;
  readonly withdrawal: WithdrawalFacts | null;
  readonly funding: FundingFacts | null;
  readonly batch: BatchFacts | null;
  readonly loan: LoanFacts | null;
  readonly stakeOrder: StakeOrderFacts | null;
  /** Number of the cause's merchant. */
  readonly merchantNumber: number | null;
  /** The directory's entries of the request's two addresses. */
  readonly from: AddressEntry | null;
  readonly to: AddressEntry | null;
  readonly others: readonly OtherAttempt[];
  /** Where collected fees go, by this signer's own settings. */
  readonly operatorWallet: string | null;
}

/** Why a request is not signed, before its bytes are looked at. */
export type CauseRefusal =
  | "purpose"
  | "cause_missing"
  | "cause_network"
  | "cause_state"
  | "kind"
  | "path"
  | "from"
  | "to"
  | "value"
  | "value_above_limit"
  | "members"
  | "fee_above_limit"
  | "fee_too_low"
  | "not_held"
  | "already_ended"
  | "replaces"
  | "live_signature"
  | "already_paid";

export type Verdict =
  | { readonly refused: CauseRefusal }
  /** Approved, if these paths derive to the addresses; `to` is null where the recipient is none of ours. */
  | {
      readonly refused: null;
      readonly from: KeyPath;
      readonly to: KeyPath | null;
      /** Of a batch alone. */
      readonly batch?: BatchApproval;
    };

/** Whose money a batch may move, and where to. */
export interface BatchApproval {
  readonly treasury: { readonly address: string; readonly path: KeyPath };
  readonly members: readonly {
    readonly address: string;
    readonly value: bigint;
    readonly authorizes: number | null;
    readonly path: KeyPath;
  }[];
}

export type Judge = (
  request: SigningRequestRow,
  facts: CauseFacts,
  limits: SigningLimits,
) => Verdict;
