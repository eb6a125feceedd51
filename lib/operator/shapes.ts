import type { NetworkId, Units } from "@/lib/kit";
import type { FeeAccount } from "@/lib/reports";

/** A fact in a sentence that the dashboard writes in three languages: its code, and what it speaks of as text. */
export interface Problem<Code extends string = string> {
  readonly code: Code;
  /** Amounts in the smallest unit, times as ISO 8601. */
  readonly data: Readonly<Record<string, string>>;
}

/** The gas wallet as the worker last saw it. Amounts are wei or sun. */
export interface GasState {
  /** Null until the signer has made it. */
  readonly wallet: string | null;
  readonly asset: "ETH" | "TRX";
  /** Null: never seen. */
  readonly balance: bigint | null;
  readonly seenAt: Date | null;
  /** What the last sweeps took each on average; null: none yet. */
  readonly perSweep: bigint | null;
  /** low, empty: data `balance`, `perSweep`, `sweeps` (how many it is enough for); unseen: data `seenAt` ("" for never). */
  readonly problem: Problem<"low" | "empty" | "unseen"> | null;
}

/** One network. Heights are null before its first block was read. */
export interface OperatorNetwork {
  readonly network: NetworkId;
  readonly head: number | null;
  readonly scanned: number | null;
  readonly final: number | null;
  readonly scannedAt: Date | null;
  /** How far reading is behind: blocks of the chain, and seconds since a block was last looked for. */
  readonly lagBlocks: number | null;
  readonly lagSeconds: number | null;
  /** Why nothing moves there; null: it does. */
  readonly haltedReason: string | null;
  readonly freeAddresses: number;
  readonly gas: GasState;
  readonly sweepsOpen: number;
  readonly sweepsStuck: number;
  readonly payoutsOpen: number;
}

export interface LoopState {
  readonly name: string;
  readonly state: "ok" | "failing";
  readonly lastOkAt: Date | null;
  readonly problem: string | null;
}

/** A worker or signer. Several of a kind share one line: the last that spoke. */
export interface ProcessState {
  readonly kind: "worker" | "signer";
  readonly id: string;
  readonly seenAt: Date;
  /** Not heard for 15 s. */
  readonly silent: boolean;
  readonly loops: readonly LoopState[];
}

export interface OperatorHome {
  readonly networks: readonly OperatorNetwork[];
  readonly processes: readonly ProcessState[];
  /** Webhooks and mails that are due or planned. */
  readonly outboxWaiting: number;
  readonly mailsWaiting: number;
  readonly feesDue: Units;
  readonly merchants: { readonly active: number; readonly suspended: number };
  readonly ordersWaiting: number;
}

export type MerchantStatus = "active" | "suspended";

export interface OperatorMerchantQuery {
  /** A part of the name, an owner's whole address, a number, client id or id. */
  readonly search?: string;
  readonly status?: MerchantStatus;
  /** From 1. */
  readonly page: number;
  /** 1 to 100. */
  readonly limit: number;
}

export interface OperatorMerchantLine {
  readonly id: string;
  readonly number: number;
  readonly name: string;
  /** Of its first owner; null: it has none yet. */
  readonly email: string | null;
  readonly status: MerchantStatus;
  readonly createdAt: Date;
  /** When an invoice or a user's deposit was last confirmed. */
  readonly lastPaymentAt: Date | null;
  /** Received by what was confirmed within thirty days. */
  readonly volume30d: Units;
  readonly feesDue: Units;
}

/** Newest first. */
export interface OperatorMerchantList {
  readonly total: number;
  readonly rows: readonly OperatorMerchantLine[];
}

export interface OperatorMerchant {
  readonly id: string;
  readonly number: number;
  readonly clientId: string;
  readonly name: string;
  readonly status: MerchantStatus;
  readonly suspendedReason: string | null;
  readonly createdAt: Date;
  readonly tiers: readonly { readonly from: Units; readonly ratePpm: number }[];
  /** Limits per tier that stand instead of the contract's. */
  readonly rateLimits: Readonly<Record<string, number>>;
  /** What each key moves out per day of UTC without its secret; null: no cap; "default": the environment's. */
  readonly keyDailyCap: Units | null | "default";
  /** Owners, then people who are invited as owners. */
  readonly owners: readonly {
    readonly email: string;
    readonly name: string | null;
    readonly status: "active" | "disabled" | "invited";
  }[];
  readonly wallets: readonly { readonly network: NetworkId; readonly address: string }[];
  readonly feeAccounts: readonly FeeAccount[];
}

/** One transfer of collected fees to the operator. */
export interface Settlement {
  readonly id: string;
  readonly merchantId: string;
  readonly number: number;
  readonly name: string;
  readonly network: NetworkId;
  readonly amount: Units;
  readonly status: "processing" | "settled" | "failed";
  /** Where it goes, as people write it. */
  readonly address: string;
  readonly txHash: string | null;
  readonly blockedReason: string | null;
  readonly createdAt: Date;
  readonly settledAt: Date | null;
}

export interface FeesPage {
  /** Fee accounts in all. */
  readonly total: number;
  /** Of all accounts. */
  readonly sums: {
    readonly collected: Units;
    readonly settled: Units;
    readonly due: Units;
    readonly underway: Units;
  };
  /** By merchant's number and network, a page of them. */
  readonly accounts: readonly FeeAccount[];
  /** The newest hundred. */
  readonly settlements: readonly Settlement[];
}

/**
 * Why a sweep does not move; what stands in `data` follows each. `what` is gas, transfer, batch or energy: the transaction
 * that it is about. Times are ISO 8601 or "", amounts wei or sun.
 */
export const STUCK_CODES = [
  /** Nothing moves on that network: reason. */
  "network_halted",
  /** No worker was heard for 15 s: seenAt. */
  "worker_silent",
  /** No node answers the worker: problem. */
  "node_unreachable",
  /** No signer was heard for 15 s, and a signature is due: what, seenAt. */
  "signer_silent",
  /** The signer said no, and is asked again after a rest: what, refusal, attempt. */
  "signer_refused",
  /** The signer has not come to it yet: what, since. */
  "waits_signature",
  /** A node never takes these bytes: what, reason. */
  "node_refused",
  /** Sent, and in no block yet; after 90 s it is sent again for a higher fee: what, since, error (a node's last word). */
  "waits_block",
  /** In a block that is not final yet: what, since. */
  "waits_finality",
  /** The signer has not made the gas wallet yet. */
  "gas_wallet_missing",
  /** The gas wallet can't pay for the gas: balance. */
  "gas_wallet_short",
  /** Stake that was lent to the address before is on its way back: since. */
  "waits_energy",
  /** The chain refuses the transfer (paused, frozen, short): reason, retryAt. */
  "token_refused",
  /** The last transfer failed in its block; it is tried again: reason, attempt, retryAt. */
  "reverted",
  /** The last transfer can never be mined any more, and a new one is due: reason. */
  "expired",
  /** Its batch left it out; it goes by itself now. */
  "batch_failed",
  /** It is left alone until then: retryAt. */
  "rests",
  /** The worker's rounds on that network fail: problem. */
  "rounds_fail",
  /** Nothing is in its way: others are before it. */
  "waits_turn",
] as const;
export type StuckCode = (typeof STUCK_CODES)[number];

export interface StuckSweep {
  readonly id: string;
  readonly merchantId: string;
  readonly number: number;
  readonly name: string;
  readonly network: NetworkId;
  /** The deposit address, as people write it. */
  readonly address: string;
  readonly amount: Units;
  readonly state: "planned" | "funding" | "sending" | "batched";
  /** When it was planned. */
  readonly since: Date;
  readonly why: Problem<StuckCode>;
}

export interface StuckSweepQuery {
  readonly network?: NetworkId;
  readonly page: number;
  readonly limit: number;
}

/** Longest waiting first. */
export interface StuckSweepList {
  readonly total: number;
  readonly rows: readonly StuckSweep[];
}

/** What the operator decides at the dashboard; the worker carries it out. Amounts of USDT in `Units`, of stake in sun. */
export type Order =
  | { readonly kind: "merchant.create"; readonly name: string; readonly ownerEmail: string }
  /** Another invitation, for a merchant whose owner never came. */
  | {
      readonly kind: "merchant.invite-owner";
      readonly merchantId: string;
      readonly ownerEmail: string;
    }
  | { readonly kind: "merchant.suspend"; readonly merchantId: string; readonly reason: string }
  | { readonly kind: "merchant.resume"; readonly merchantId: string }
  | {
      readonly kind: "merchant.fee-tiers";
      readonly merchantId: string;
      readonly tiers: readonly { readonly from: Units; readonly ratePpm: number }[];
    }
  | {
      readonly kind: "merchant.rate-limits";
      readonly merchantId: string;
      /** null goes back to the contract's; tiers that are not named stay. */
      readonly limits: Readonly<Record<string, number | null>>;
    }
  | {
      readonly kind: "merchant.key-caps";
      readonly merchantId: string;
      readonly dailyCap: Units | null | "default";
    }
  /** null: every network that has an operator's wallet. */
  | { readonly kind: "fees.settle"; readonly network: NetworkId | null }
  | { readonly kind: "energy.stake"; readonly amount: bigint }
  | { readonly kind: "energy.unstake"; readonly amount: bigint }
  /** Takes back all that has been unstaked for long enough. */
  | { readonly kind: "energy.withdraw" }
  /** `note` says what a person found. */
  | { readonly kind: "network.resume"; readonly network: NetworkId; readonly note: string };

export type OrderKind = Order["kind"];

export interface OrderLine {
  readonly id: string;
  readonly kind: OrderKind;
  /** The order as it was placed; amounts as decimal strings of their smallest unit. */
  readonly input: Readonly<Record<string, unknown>>;
  /** The person's name. */
  readonly orderedBy: string;
  readonly at: Date;
  readonly state: "waiting" | "done" | "failed";
  readonly problem: string | null;
  readonly result: Readonly<Record<string, unknown>> | null;
  readonly doneAt: Date | null;
}

/** Newest first. */
export interface OrderList {
  readonly total: number;
  readonly rows: readonly OrderLine[];
}
