import { setImmediate } from "node:timers/promises";
import { addPoolAddresses, countFree, type DerivedAddress, nextPoolIndex } from "@/lib/addresses";
import type { TxCodec } from "@/lib/chains";
import { type Context, transact } from "@/lib/command";
import type { KeyRing } from "@/lib/custody";
import { derive } from "./derive";

/** How many free deposit addresses a network has. */
export interface PoolSize {
  /** Below this they are made without a pause. */
  readonly least: number;
  /** Up to this they are made a few at a time, so that a burst of invoices finds them ready. */
  readonly full: number;
}

const BATCH = 50;

/** Adds one batch of verified addresses to a network's pool if it is not full; answers how many are free then. */
export async function fillPool(
  ctx: Context,
  keyRing: KeyRing,
  codec: TxCodec,
  size: PoolSize,
): Promise<number> {
  const { network } = codec;
  const free = await countFree(ctx.db.orm, network);
  const wanted = Math.min(size.full - free, BATCH);
  if (wanted <= 0) return free;
  const first = await nextPoolIndex(ctx.db.orm, network);
  const rows: DerivedAddress[] = [];
  for (let index = first; index < first + wanted; index += 1) {
    rows.push(derive(keyRing, codec, { network, purpose: "deposit", index }));
    // A derivation takes a millisecond or more, and signing must not wait for fifty of them.
    await setImmediate();
  }
  return free + (await transact(ctx, (tx) => addPoolAddresses(ctx, tx, rows)));
}
