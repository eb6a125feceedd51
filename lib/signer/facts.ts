import type { AddressEntry } from "@/lib/addresses";
import type { KeyPath } from "@/lib/custody";
import type {
  SigningPurpose,
  SigningState,
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
  | { readonly refused: null; readonly from: KeyPath; readonly to: KeyPath | null };

export type Judge = (
  request: SigningRequestRow,
  facts: CauseFacts,
  limits: SigningLimits,
) => Verdict;
