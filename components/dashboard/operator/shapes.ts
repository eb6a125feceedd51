import type { NetworkId } from "@/lib/kit";

/** What the operator's pages hand to the components here. Amounts of USDT are micro-USDT, of native coin wei or sun. */

/** A fact that is told in words: its code, and what it speaks of as text. */
export interface Told {
  readonly code: string;
  readonly data: Readonly<Record<string, string>>;
}

export interface NetworkItem {
  readonly network: NetworkId;
  readonly head: number | null;
  readonly scanned: number | null;
  readonly final: number | null;
  readonly lagBlocks: number | null;
  readonly lagSeconds: number | null;
  /** Null: it moves. */
  readonly haltedReason: string | null;
  readonly freeAddresses: number;
  readonly gas: {
    readonly wallet: string | null;
    readonly balance: bigint | null;
    readonly seenAt: Date | null;
    readonly perSweep: bigint | null;
    readonly problem: Told | null;
  };
  readonly sweepsOpen: number;
  readonly sweepsStuck: number;
  readonly payoutsOpen: number;
}

export interface ProcessItem {
  readonly kind: "worker" | "signer";
  readonly id: string;
  readonly seenAt: Date;
  readonly silent: boolean;
  readonly loops: readonly {
    readonly name: string;
    readonly state: "ok" | "failing";
    readonly lastOkAt: Date | null;
    readonly problem: string | null;
  }[];
}

/** What a form of this area orders; amounts as they were typed. */
export type OrderDraft =
  | { readonly kind: "merchant.create"; readonly name: string; readonly ownerEmail: string }
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
      readonly tiers: readonly TierText[];
    }
  | {
      readonly kind: "merchant.rate-limits";
      readonly merchantId: string;
      /** By tier; empty: the contract's. */
      readonly limits: Readonly<Record<string, string>>;
    }
  | {
      readonly kind: "merchant.key-caps";
      readonly merchantId: string;
      readonly cap: "default" | "none" | "amount";
      readonly amount: string;
    }
  | { readonly kind: "fees.settle"; readonly network: NetworkId | null }
  /** TRX. */
  | { readonly kind: "energy.stake" | "energy.unstake"; readonly amount: string }
  | { readonly kind: "energy.withdraw" }
  | { readonly kind: "network.resume"; readonly network: NetworkId; readonly note: string };

/** A row of a fee table as people write it: USDT, and percent. */
export interface TierText {
  readonly from: string;
  readonly percent: string;
}

/** An order as it stands. */
export interface OrderItem {
  readonly id: string;
  readonly kind: string;
  /** Amounts as decimal strings of their smallest unit. */
  readonly input: Readonly<Record<string, unknown>>;
  readonly orderedBy: string;
  readonly at: Date;
  readonly state: "waiting" | "done" | "failed";
  readonly problem: string | null;
  readonly result: Readonly<Record<string, unknown>> | null;
  readonly doneAt: Date | null;
}

/** What a page shows whose locale and zone are the person's. */
export interface Shown {
  readonly locale: string;
  /** An IANA name. */
  readonly timeZone: string;
}
