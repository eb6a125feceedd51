import type { LookupReason } from "@/lib/api";
import { type NetworkId, type Units, units } from "@/lib/kit";

/** One token transfer of a transaction that a payer asked about. */
export interface LookedTransfer {
  /** Of the configured USDT contract; anything else is another token, whatever it calls itself. */
  readonly usdt: boolean;
  readonly to: string;
  readonly value: bigint;
  /** Whether it went to an address of this merchant. Another merchant's is a stranger's: which those are is told nobody. */
  readonly ours: boolean;
}

/** What one network says of it. */
export type Finding =
  | { readonly kind: "unavailable" | "unknown" | "pending" | "reverted" }
  | {
      readonly kind: "mined";
      readonly time: Date;
      readonly confirmations: number;
      readonly final: boolean;
      readonly transfers: readonly LookedTransfer[];
    };
type Mined = Extract<Finding, { kind: "mined" }>;

/** The invoice that the payer asks from. */
export interface LookupFacts {
  readonly network: NetworkId;
  readonly address: string;
  readonly amount: Units;
  readonly tolerance: Units;
  /** What came by other transactions, final or only seen. */
  readonly others: Units;
  /** Whether more may still be sent to it. */
  readonly open: boolean;
  readonly expiresAt: Date;
}

export interface LookupAnswer {
  readonly reason: LookupReason;
  readonly network: NetworkId | null;
  readonly amount: Units | null;
  readonly remaining: Units | null;
  readonly confirmations: number | null;
  /** Where its USDT went; never an address of this merchant. */
  readonly otherAddress: string | null;
}

/**
 * Why a transaction is or is not the payment that a page waits for. Pure. The invoice's own network is heard first; a
 * transaction is on one network at most, so a node that is away matters only while nobody found it.
 */
export function lookupReason(
  invoice: LookupFacts,
  findings: ReadonlyMap<NetworkId, Finding>,
): LookupAnswer {
  const own = findings.get(invoice.network);
  if (own?.kind === "mined") return onOwnNetwork(invoice, own);
  for (const [network, finding] of findings) {
    if (finding.kind !== "mined") continue;
    const moved = positive(finding).filter(({ usdt }) => usdt);
    if (moved.length === 0) return answer("no_tokens", network);
    return answer(moved.some(({ ours }) => ours) ? "other_payment" : "wrong_network", network);
  }
  const all = [...findings];
  for (const kind of ["reverted", "pending", "unavailable"] as const) {
    const found = all.find(([, finding]) => finding.kind === kind);
    if (found) return answer(kind, kind === "unavailable" ? null : found[0]);
  }
  return answer("unknown", null);
}

function onOwnNetwork(invoice: LookupFacts, own: Mined): LookupAnswer {
  const { network } = invoice;
  const moved = positive(own);
  const here = moved.filter(({ to }) => to === invoice.address);
  const amount = here.filter(({ usdt }) => usdt).reduce((sum, { value }) => sum + value, 0n);
  if (amount > 0n) return forThisPayment(invoice, own, units(amount));
  if (here.length > 0) return answer("wrong_token", network);
  const elsewhere = moved.filter(({ usdt }) => usdt);
  const [largest] = [...elsewhere].sort((a, b) => (a.value < b.value ? 1 : -1));
  if (!largest) return answer("no_tokens", network);
  // Nothing more is said of this merchant's addresses: what they are for is between it and that payer.
  if (elsewhere.some(({ ours }) => ours)) return answer("other_payment", network);
  return { ...answer("other_address", network), otherAddress: largest.to };
}

function forThisPayment(invoice: LookupFacts, own: Mined, amount: Units): LookupAnswer {
  const { confirmations } = own;
  const found = { ...answer("found", invoice.network), amount, confirmations };
  const sum = amount + invoice.others;
  // Who is late or has a closed page must send nothing more: nothing is "missing" there.
  const open = invoice.open && own.time <= invoice.expiresAt;
  if (open && sum < invoice.amount - invoice.tolerance) {
    return { ...found, reason: "not_enough", remaining: units(invoice.amount - sum) };
  }
  return own.final ? found : { ...found, reason: "not_final" };
}

/** Transfers of nothing are sent by strangers to be seen. */
function positive({ transfers }: Mined): readonly LookedTransfer[] {
  return transfers.filter(({ value }) => value > 0n);
}

function answer(reason: LookupReason, network: NetworkId | null): LookupAnswer {
  const nothing = { amount: null, remaining: null, confirmations: null, otherAddress: null };
  return { reason, network, ...nothing };
}
