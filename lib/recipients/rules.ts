import { eq } from "drizzle-orm";
import { merchants, type Tx } from "@/lib/db";
import { present } from "@/lib/kit";

/** What a merchant's settings say of recipients. */
export interface StoredRules {
  readonly recipientHoldHours: number;
  readonly recipientHoldBefore: number | null;
  readonly recipientHoldBeforeUntil: Date | null;
  readonly payoutsOnlyToRecipients: boolean;
  readonly onlyRecipientsUntil: Date | null;
}

export interface RecipientRules {
  /** How long a recipient that is added now waits. */
  readonly holdHours: number;
  /** Whether payouts go to the address book alone, and until when it is so yet where it was turned off. */
  readonly onlyRecipients: boolean;
  readonly onlyUntil: Date | null;
}

/** The rules as they hold at a moment: what was loosened holds as it was until its time is over. Pure. */
export function rulesAt(stored: StoredRules, now: Date): RecipientRules {
  const { recipientHoldBefore: before, recipientHoldBeforeUntil: until } = stored;
  const lowered = before !== null && until !== null && now < until;
  const { onlyRecipientsUntil } = stored;
  const lingers = onlyRecipientsUntil !== null && now < onlyRecipientsUntil;
  return {
    holdHours: lowered ? Math.max(before, stored.recipientHoldHours) : stored.recipientHoldHours,
    onlyRecipients: stored.payoutsOnlyToRecipients || lingers,
    onlyUntil: !stored.payoutsOnlyToRecipients && lingers ? onlyRecipientsUntil : null,
  };
}

/**
 * A merchant's rules at a moment, read in the caller's transaction. Who acts by them locks them: whoever changes the
 * settings waits.
 */
export async function readRecipientRules(
  tx: Tx,
  merchantId: string,
  now: Date,
  lock: "share" | "none" = "none",
): Promise<RecipientRules> {
  const query = tx
    .select({
      recipientHoldHours: merchants.recipientHoldHours,
      recipientHoldBefore: merchants.recipientHoldBefore,
      recipientHoldBeforeUntil: merchants.recipientHoldBeforeUntil,
      payoutsOnlyToRecipients: merchants.payoutsOnlyToRecipients,
      onlyRecipientsUntil: merchants.onlyRecipientsUntil,
    })
    .from(merchants)
    .where(eq(merchants.id, merchantId));
  const [row] = await (lock === "share" ? query.for("share") : query);
  return rulesAt(present(row, "the merchant"), now);
}
