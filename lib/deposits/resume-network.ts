import { and, eq } from "drizzle-orm";
import { audit, type Context, requirePermission, transact } from "@/lib/command";
import { chainCursors } from "@/lib/db";
import { AppError, assert, type NetworkId } from "@/lib/kit";

const MAX_NOTE = 500;

/**
 * Lets a halted network go on, after a person has looked; `note` says what was found. The worker compares again,
 * and halts again while final money is missing. Answers why it stood still. Throws scope_missing,
 * validation_failed, invalid_state (not halted).
 */
export async function resumeNetwork(
  ctx: Context,
  { network, note }: { readonly network: NetworkId; readonly note: string },
): Promise<{ readonly haltedReason: string }> {
  requirePermission(ctx, "operator");
  if (note.trim() === "" || note.length > MAX_NOTE) {
    const message = `must have 1 to ${MAX_NOTE} characters`;
    throw new AppError("validation_failed", { details: [{ path: "note", message }] });
  }
  return transact(ctx, async (tx) => {
    const [cursor] = await tx
      .select({ haltedReason: chainCursors.haltedReason })
      .from(chainCursors)
      .where(eq(chainCursors.network, network))
      .for("update");
    const haltedReason = cursor?.haltedReason ?? null;
    if (haltedReason === null) {
      throw new AppError("invalid_state", { public: `${network} is not halted` });
    }
    const resumed = await tx
      .update(chainCursors)
      .set({ haltedReason: null })
      .where(and(eq(chainCursors.network, network), eq(chainCursors.haltedReason, haltedReason)))
      .returning({ network: chainCursors.network });
    assert(resumed.length === 1, `the cursor of ${network} changed under its lock`);
    await audit(ctx, tx, {
      merchantId: null,
      action: "network.resumed",
      subjectKind: "network",
      subjectId: network,
      data: { haltedReason, note },
    });
    return { haltedReason };
  });
}
