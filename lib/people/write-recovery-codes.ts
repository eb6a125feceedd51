import { eq } from "drizzle-orm";
import type { Context } from "@/lib/command";
import { recoveryCodes, type Tx } from "@/lib/db";
import { hashRecoveryCode, newRecoveryCodes } from "./recovery-codes";

/** Ten new codes in place of all before; in the clear they are in the answer alone. */
export async function writeRecoveryCodes(
  ctx: Context,
  tx: Tx,
  userId: string,
): Promise<readonly string[]> {
  const codes = newRecoveryCodes();
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
  await tx.insert(recoveryCodes).values(
    codes.map((code) => ({
      userId,
      codeHash: hashRecoveryCode(userId, code),
      createdAt: ctx.now(),
    })),
  );
  return codes;
}
