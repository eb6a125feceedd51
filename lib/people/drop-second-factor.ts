import { eq } from "drizzle-orm";
import { passkeys, recoveryCodes, type Tx, userCredentials } from "@/lib/db";

/** Takes the second factor off a person, with its recovery codes and the passkeys beside it. */
export async function dropSecondFactor(tx: Tx, userId: string): Promise<void> {
  await tx
    .update(userCredentials)
    .set({ totpSecret: null, totpPendingSecret: null, totpConfirmedAt: null })
    .where(eq(userCredentials.userId, userId));
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
  await tx.delete(passkeys).where(eq(passkeys.userId, userId));
}
