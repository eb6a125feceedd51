import type { Tx } from "@/lib/db";
import { AppError } from "@/lib/kit";
import type { Context } from "./context";
import { claimKey, findAnswer, type IdempotentCall } from "./idempotency";
import { transact } from "./transact";

/**
 * Does a person's deed once per key, in one transaction with it; whoever comes again or at the same instant is answered
 * from what the first one made (`subjectId`). Keys are forgotten after 24 hours. Throws idempotency_key_reused when the
 * key was used for something else.
 */
export async function once<T>(
  ctx: Context,
  call: IdempotentCall,
  subjectId: string,
  deed: {
    readonly first: (tx: Tx) => Promise<T>;
    readonly again: (tx: Tx, subjectId: string) => Promise<T>;
  },
): Promise<T> {
  const answer = async (tx: Tx) => {
    const made = await findAnswer(ctx, tx, call);
    return made?.subjectId ?? null;
  };
  try {
    return await transact(ctx, async (tx) => {
      const made = await answer(tx);
      if (made !== null) return deed.again(tx, made);
      await claimKey(ctx, tx, call, subjectId);
      return deed.first(tx);
    });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "request_in_progress") throw error;
    // The claim waited for the other one's commit: what it made is there.
    return transact(ctx, async (tx) => {
      const made = await answer(tx);
      if (made === null) throw error;
      return deed.again(tx, made);
    });
  }
}
