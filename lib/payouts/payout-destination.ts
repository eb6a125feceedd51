import { type Context, merchantOf } from "@/lib/command";
import type { Tx } from "@/lib/db";
import { AppError, isoTime, type NetworkId } from "@/lib/kit";
import {
  type Destination,
  findRecipient,
  isBurnAddress,
  type RecipientRow,
  readRecipientRules,
} from "@/lib/recipients";

export const NOT_IN_BOOK = "Payouts go only to recipients of the address book";

/** What the address book says of a destination. */
export interface BookWord {
  readonly recipient: RecipientRow | null;
  /** Why the merchant's own rule refuses it; null: it does not. */
  readonly refusal: string | null;
}

/**
 * Asks the address book: where payouts go to it alone, what is not in it or waits yet is refused. Who is about to pay
 * locks both, so that neither the rule nor the recipient goes meanwhile.
 */
export async function askBook(
  ctx: Context,
  tx: Tx,
  network: NetworkId,
  destination: Destination,
  lock: "share" | "none" = "none",
): Promise<BookWord> {
  const merchantId = merchantOf(ctx);
  const now = ctx.now();
  const rules = await readRecipientRules(tx, merchantId, now, lock);
  const recipient = await findRecipient(tx, merchantId, network, destination.address, lock);
  if (!rules.onlyRecipients) return { recipient, refusal: null };
  if (recipient === null) return { recipient, refusal: NOT_IN_BOOK };
  const waits = recipient.usableAt > now;
  const refusal = waits
    ? `This recipient can be paid from ${isoTime(recipient.usableAt)} on`
    : null;
  return { recipient, refusal };
}

/** Throws validation_failed where the merchant's rule refuses it. */
export async function requireAllowed(
  ctx: Context,
  tx: Tx,
  network: NetworkId,
  destination: Destination,
): Promise<void> {
  const { refusal } = await askBook(ctx, tx, network, destination, "share");
  if (refusal !== null) throw new AppError("validation_failed", { public: refusal });
}

/** Whether a person is kept from paying there although the API is not. */
export function isLost({ address }: Destination): boolean {
  return isBurnAddress(address);
}
