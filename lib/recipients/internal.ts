import { and, eq, isNull } from "drizzle-orm";
import { recipients, type Tx, users } from "@/lib/db";
import { AppError, type FieldProblem, isUuid, type NetworkId } from "@/lib/kit";

export type RecipientRow = typeof recipients.$inferSelect;

/** A recipient as people see it. */
export interface Recipient {
  readonly id: string;
  readonly label: string;
  readonly note: string | null;
  readonly network: NetworkId;
  /** As people write it, in full. */
  readonly address: string;
  readonly addedBy: { readonly id: string; readonly name: string | null };
  readonly addedAt: Date;
  /** From then on it may be paid where payouts go to the address book alone. */
  readonly usableAt: Date;
  readonly usable: boolean;
}

const MAX_LABEL = 100;
const MAX_NOTE = 500;
const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}]/u;

/** A label and a note as they are kept: trimmed, an empty note is none. Throws validation_failed. */
export function readWords(input: { readonly label: string; readonly note: string | null }): {
  readonly label: string;
  readonly note: string | null;
} {
  const label = input.label.trim();
  const note = input.note?.trim() || null;
  const details: FieldProblem[] = [];
  if (label === "" || [...label].length > MAX_LABEL || CONTROL.test(label)) {
    details.push({ path: "label", message: `must have 1 to ${MAX_LABEL} characters, in one line` });
  }
  if (note !== null && [...note].length > MAX_NOTE) {
    details.push({ path: "note", message: `must have at most ${MAX_NOTE} characters` });
  }
  if (note?.includes("\0") === true) details.push({ path: "note", message: "must be text" });
  if (details.length > 0) throw new AppError("validation_failed", { details });
  return { label, note };
}

/** A recipient that stands in the book, locked for the rest of the transaction. Throws not_found. */
export async function lockRecipient(tx: Tx, merchantId: string, id: string): Promise<RecipientRow> {
  const [row] = isUuid(id)
    ? await tx
        .select()
        .from(recipients)
        .where(
          and(
            eq(recipients.merchantId, merchantId),
            eq(recipients.id, id),
            isNull(recipients.removedAt),
          ),
        )
        .for("update")
    : [];
  if (!row) throw recipientNotFound();
  return row;
}

export function recipientNotFound(): AppError {
  return new AppError("not_found", { public: "Recipient not found" });
}

/** A row and the name of who added it (null: has left) as people see it. */
export function viewOf(row: RecipientRow, name: string | null, now: Date): Recipient {
  return {
    id: row.id,
    label: row.label,
    note: row.note,
    network: row.network,
    address: row.walletAddress,
    addedBy: { id: row.createdBy, name },
    addedAt: row.createdAt,
    usableAt: row.usableAt,
    usable: row.usableAt <= now,
  };
}

/** A colleague's name; null for who has left. */
export async function nameOf(tx: Tx, userId: string): Promise<string | null> {
  const [row] = await tx.select({ name: users.name }).from(users).where(eq(users.id, userId));
  return row?.name ?? null;
}
