import type { ServerAction } from "@/components/dashboard/use-action";
import type { NetworkId } from "@/lib/kit";

/** An entry of the address book as people see it. */
export interface RecipientItem {
  readonly id: string;
  readonly label: string;
  readonly note: string | null;
  readonly network: NetworkId;
  readonly address: string;
  readonly addedBy: { readonly name: string | null };
  readonly addedAt: Date;
  readonly usableAt: Date;
  readonly usable: boolean;
}

export interface NewRecipient {
  readonly label: string;
  readonly network: string;
  readonly address: string;
  readonly note: string | null;
}
export type AddAction = ServerAction<NewRecipient, null>;
export type EditAction = ServerAction<
  { readonly id: string; readonly label: string; readonly note: string | null },
  null
>;
export type RemoveAction = ServerAction<string, null>;
export type RulesAction = ServerAction<
  { readonly version: number; readonly onlyRecipients: boolean; readonly holdHours: number },
  null
>;
