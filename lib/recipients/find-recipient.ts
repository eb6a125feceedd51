import { and, eq, isNull } from "drizzle-orm";
import { recipients, type Tx } from "@/lib/db";
import { isUuid, type NetworkId } from "@/lib/kit";
import { type RecipientRow, recipientNotFound } from "./internal";

/** A recipient that stands in the book, by its id. Throws not_found. */
export async function readRecipient(tx: Tx, merchantId: string, id: string): Promise<RecipientRow> {
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
    : [];
  if (!row) throw recipientNotFound();
  return row;
}

/**
 * The recipient with that address (40 hex digits); null when it is not in the book. Who asks in order to pay locks it:
 * nobody takes it out of the book meanwhile.
 */
export async function findRecipient(
  tx: Tx,
  merchantId: string,
  network: NetworkId,
  address: string,
  lock: "share" | "none" = "none",
): Promise<RecipientRow | null> {
  const query = tx
    .select()
    .from(recipients)
    .where(
      and(
        eq(recipients.merchantId, merchantId),
        eq(recipients.network, network),
        eq(recipients.address, address),
        isNull(recipients.removedAt),
      ),
    );
  const [row] = await (lock === "share" ? query.for("share") : query);
  return row ?? null;
}
