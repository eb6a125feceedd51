import { and, eq } from "drizzle-orm";
import { audit, type Context, requireStepUp, transact } from "@/lib/command";
import { passkeys } from "@/lib/db";
import { AppError, isUuid } from "@/lib/kit";
import { lockCredentials, personOf, readUser } from "./internal";
import { LETTERS, tell } from "./mails";
import { PASSKEY_REMOVE, passkeyRemoveSubject } from "./passkey-subjects";

/** Takes a passkey away, with a code for exactly that. Throws scope_missing, not_found, step_up_required. */
export async function removePasskey(ctx: Context, passkeyId: string): Promise<void> {
  const userId = personOf(ctx);
  if (!isUuid(passkeyId)) throw new AppError("not_found");
  await transact(ctx, async (tx) => {
    await lockCredentials(tx, userId);
    const [gone] = await tx
      .delete(passkeys)
      .where(and(eq(passkeys.userId, userId), eq(passkeys.id, passkeyId)))
      .returning({ name: passkeys.name });
    if (!gone) throw new AppError("not_found");
    await requireStepUp(ctx, tx, PASSKEY_REMOVE, passkeyRemoveSubject(passkeyId));
    await audit(ctx, tx, {
      merchantId: null,
      action: "user.passkey_removed",
      subjectKind: "user",
      subjectId: userId,
      data: { passkey: passkeyId, name: gone.name },
    });
    await tell(ctx, tx, await readUser(tx, userId), LETTERS.passkeyRemoved(gone.name));
  });
}
