import type { Receipt } from "@/lib/chains";
import { type Units, units } from "@/lib/kit";

/** Whose tokens a payment moves, and to whom. */
export interface Payment {
  readonly from: string;
  readonly to: string;
}

export type Delivery =
  /** No block holds it, or not for good where that is asked for. */
  | { readonly kind: "unknown" }
  /** `received` is less than was sent when the token took a fee of its own: that is the recipient's affair. */
  | { readonly kind: "paid"; readonly received: Units }
  /** The transaction succeeded, and no tokens went from the wallet to the recipient. */
  | { readonly kind: "nothing" };

/** What a payment's receipt says that its recipient got: a success alone moves nothing. Pure. */
export function deliveryOf(
  receipt: Receipt | null,
  { from, to }: Payment,
  asked: { readonly final: boolean },
): Delivery {
  if (receipt?.status !== "success" || (asked.final && !receipt.final)) return { kind: "unknown" };
  const received = receipt.transfers
    .filter((transfer) => transfer.from === from && transfer.to === to)
    .reduce((sum, transfer) => sum + transfer.value, 0n);
  return received > 0n ? { kind: "paid", received: units(received) } : { kind: "nothing" };
}
