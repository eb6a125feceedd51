import type { Say } from "@/components/dashboard/texts";
import type { NetworkId } from "@/lib/kit";
import type { TransactionItem } from "./transaction-table";

/** Who did something, by name where the merchant knows them. */
export interface ActorFacts {
  readonly kind: "user" | "api_key" | "job" | "operator" | "public";
  readonly name: string | null;
}

/** What a record's page shows; amounts in micro-USDT. */
export interface TransactionDetailFacts {
  readonly summary: TransactionItem & {
    readonly walletAddress: string;
    readonly received: bigint | null;
    readonly description: string | null;
    readonly reason: string | null;
    readonly expiresAt: Date | null;
  };
  readonly payments: readonly {
    readonly txHash: string;
    readonly logIndex: number;
    readonly amount: bigint;
    readonly block: number;
    readonly from: string;
    readonly state: "seen" | "final" | "orphaned";
    readonly confirmations: number;
    readonly late: boolean;
    readonly seenAt: Date;
  }[];
  readonly timeline: readonly {
    readonly kind: string;
    readonly at: Date | null;
    readonly actor: ActorFacts | null;
    readonly txHash: string | null;
    readonly amount: bigint | null;
    readonly confirmations: { readonly have: number; readonly required: number | null } | null;
    readonly statusCode: number | null;
    readonly durationMs: number | null;
    readonly text: string | null;
  }[];
  readonly fees: {
    readonly gross: bigint;
    readonly fee: bigint | null;
    readonly net: bigint | null;
    readonly payer: "merchant" | "user";
    readonly network: readonly {
      readonly purpose: string;
      readonly txHash: string;
      readonly asset: string;
      readonly share: bigint;
    }[];
  };
  readonly webhooks: readonly {
    readonly id: string;
    readonly status: string;
    readonly url: string | null;
    readonly deliveryStatus: "pending" | "delivered" | "failed";
    readonly lastError: string | null;
    readonly createdAt: Date;
    readonly attempts: readonly {
      readonly attempt: number;
      readonly startedAt: Date;
      readonly durationMs: number;
      readonly statusCode: number | null;
      readonly error: string | null;
    }[];
  }[];
  readonly contacts: readonly {
    readonly email: string;
    readonly refundAddress: string | null;
    readonly at: Date;
  }[];
  readonly audit: readonly {
    readonly id: string;
    readonly at: Date;
    readonly actor: ActorFacts | null;
    readonly action: string;
  }[];
  readonly raw: object;
}

export interface DetailLook {
  readonly locale: string;
  readonly timeZone: string;
  readonly network: NetworkId;
}

export interface PartProps {
  readonly facts: TransactionDetailFacts;
  readonly look: DetailLook;
  readonly say: Say;
}

/** Who it was, in words. */
export function actorText(actor: ActorFacts | null, say: Say): string | null {
  if (actor === null) return null;
  if (actor.kind === "job") return say("byJob");
  if (actor.kind === "api_key") return say("byKey", { name: actor.name ?? "" });
  return actor.name ?? say("bySomebody");
}
