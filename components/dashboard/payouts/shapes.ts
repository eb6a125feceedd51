import type { ServerAction } from "@/components/dashboard/use-action";

/** Where a payout goes: an entry of the address book or an address as people write it. */
export interface PayoutDraft {
  readonly network: string;
  readonly recipientId: string | null;
  readonly address: string | null;
  /** As it was typed. */
  readonly amount: string;
}

/** What a payout would come to, in the person's words; plain decimals where a form takes them. */
export interface PayoutPreviewText {
  readonly address: string | null;
  readonly recipient: string | null;
  readonly amount: string | null;
  readonly fee: string;
  readonly feePayer: "merchant" | "user";
  readonly net: string | null;
  readonly debit: string | null;
  readonly available: string;
  /** The largest amount, as a plain decimal. */
  readonly max: string;
  readonly waitsForAnother: boolean;
  readonly warnings: readonly PayoutWarningText[];
  readonly problems: readonly { readonly path: string; readonly message: string }[];
}

export interface PayoutWarningText {
  readonly kind: "look_alike" | "new_address" | "new_recipient" | "token_contract" | "first_payout";
  readonly known: readonly { readonly address: string; readonly label: string | null }[];
  readonly when: string;
}

export interface PayoutOrder {
  readonly network: string;
  readonly address: string;
  readonly amount: string;
  readonly description: string | null;
  readonly key: string;
}

export type PreviewAction = ServerAction<PayoutDraft, PayoutPreviewText>;
/** Answers the payout's id. */
export type PayAction = ServerAction<PayoutOrder, string>;

export interface BookEntry {
  readonly id: string;
  readonly label: string;
  readonly network: string;
  readonly address: string;
  /** Null: it may be paid already; else from when on, in words. */
  readonly waitsUntil: string | null;
}
export interface NetworkChoice {
  readonly id: string;
  readonly name: string;
}
