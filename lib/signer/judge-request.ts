import type { AddressEntry } from "@/lib/addresses";
import type { KeyPath } from "@/lib/custody";
import type { SigningState, SweepState, signingRequests } from "@/lib/db";
import type { NetworkId, Units } from "@/lib/kit";
import type { SigningLimits } from "./limits";

export type SigningRequestRow = typeof signingRequests.$inferSelect;

/** What the database says of a request's cause, read in the transaction that signs. */
export interface CauseFacts {
  readonly sweep: {
    readonly merchantId: string;
    readonly network: NetworkId;
    readonly state: SweepState;
    readonly fromAddress: string;
    readonly toAddress: string;
    readonly amountUnits: Units;
  } | null;
  /** Number of the cause's merchant. */
  readonly merchantNumber: number | null;
  /** The directory's entries of the request's two addresses. */
  readonly from: AddressEntry | null;
  readonly to: AddressEntry | null;
  /** States of the other requests for the same purpose and cause. */
  readonly others: readonly SigningState[];
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
  | "live_signature"
  | "already_paid";

export type Verdict =
  | { readonly refused: CauseRefusal }
  /** Approved, if both addresses are what these paths derive to. */
  | { readonly refused: null; readonly from: KeyPath; readonly to: KeyPath };

const LIVE: ReadonlySet<SigningState> = new Set(["signed", "broadcast"]);

/**
 * Decides on a request from its cause. Pure. Nothing that the request says of itself is believed: whoever
 * writes requests can move money only from where it lies to where the books say it goes.
 */
export function judgeRequest(
  request: SigningRequestRow,
  facts: CauseFacts,
  limits: SigningLimits,
): Verdict {
  if (request.purpose !== "sweep_gas" && request.purpose !== "sweep_token") {
    return { refused: "purpose" };
  }
  const { sweep } = facts;
  if (!sweep || sweep.merchantId !== request.merchantId) return { refused: "cause_missing" };
  if (sweep.network !== request.network) return { refused: "cause_network" };
  if (facts.others.some((state) => LIVE.has(state))) return { refused: "live_signature" };
  if (request.maxFee > limits.fee) return { refused: "fee_above_limit" };
  return request.purpose === "sweep_gas"
    ? judgeGas(request, facts, sweep, limits)
    : judgeToken(request, facts, sweep);
}

type Sweep = NonNullable<CauseFacts["sweep"]>;

/** Gas goes from the network's gas wallet to the deposit address that is swept. */
function judgeGas(
  request: SigningRequestRow,
  facts: CauseFacts,
  sweep: Sweep,
  limits: SigningLimits,
): Verdict {
  const { from, to } = facts;
  if (sweep.state !== "funding") return { refused: "cause_state" };
  if (request.kind !== "native") return { refused: "kind" };
  if (request.pathPurpose !== "gas" || request.pathIndex !== 0) return { refused: "path" };
  if (from?.purpose !== "gas" || from.pathIndex !== 0) return { refused: "from" };
  if (request.toAddress !== sweep.fromAddress || !isDepositOf(to, sweep)) return { refused: "to" };
  if (request.value > limits.gasValue) return { refused: "value_above_limit" };
  return {
    refused: null,
    from: { network: sweep.network, purpose: "gas", index: 0 },
    to: { network: sweep.network, purpose: "deposit", index: to.pathIndex },
  };
}

/** Tokens go, whole, from the deposit address to the wallet of the merchant whose address it is. */
function judgeToken(request: SigningRequestRow, facts: CauseFacts, sweep: Sweep): Verdict {
  const { from, to } = facts;
  if (sweep.state !== "sending") return { refused: "cause_state" };
  if (facts.others.includes("final")) return { refused: "already_paid" };
  if (request.kind !== "token") return { refused: "kind" };
  if (request.fromAddress !== sweep.fromAddress || !isDepositOf(from, sweep)) {
    return { refused: "from" };
  }
  if (request.pathPurpose !== "deposit" || request.pathIndex !== from.pathIndex) {
    return { refused: "path" };
  }
  const isWallet =
    to?.purpose === "merchant" &&
    to.merchantId === sweep.merchantId &&
    to.pathIndex === facts.merchantNumber;
  if (request.toAddress !== sweep.toAddress || !isWallet) return { refused: "to" };
  if (request.value !== sweep.amountUnits) return { refused: "value" };
  return {
    refused: null,
    from: { network: sweep.network, purpose: "deposit", index: from.pathIndex },
    to: { network: sweep.network, purpose: "merchant", index: to.pathIndex },
  };
}

function isDepositOf(entry: AddressEntry | null, sweep: Sweep): entry is AddressEntry {
  return entry?.purpose === "deposit" && entry.merchantId === sweep.merchantId;
}
