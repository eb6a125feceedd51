import { beat, type Context, jobContext, type Loop, type Stuck, startLoop } from "@/lib/command";
import type { Database } from "@/lib/db";
import type { Logger } from "@/lib/kit";
import { ensureWallets } from "./ensure-wallets";
import { fillPool, type PoolSize } from "./fill-pool";
import { type SigningDesk, signNext } from "./sign-next";

export interface SignerOptions extends SigningDesk {
  readonly db: Database;
  readonly log: Logger;
  readonly pool: PoolSize;
  readonly now?: () => Date;
  /** What is done about a round that does not end. */
  readonly stuck?: Stuck;
}

export interface Signer {
  /** Ends every loop after its round. */
  stop(): Promise<void>;
}

/** Waits between looks at the requests: shortly after one was there, and when nothing happened for a while. */
const BUSY_POLL_MS = 100;
const IDLE_POLL_MS = 250;
const BUSY_FOR_MS = 5_000;
const TOP_UP_MS = 200;
const UPKEEP_MS = 1_000;
const BEAT_MS = 2_000;
const BACKOFF = { firstBackoffMs: 100, maxBackoffMs: 2_000 } as const;

/** Starts the signer's loops. Any number of signers with the same keystore may run on one database. */
export function startSigner(options: SignerOptions): Signer {
  const { db, log, codecs } = options;
  const ctx = jobContext(db, "signer", log, options.now);
  const loops = new Map<string, Loop>();
  const start = (name: string, round: () => Promise<number>) => {
    loops.set(name, startLoop({ name, log, round, ...BACKOFF, stuck: options.stuck }));
  };
  start("sign", signingRound(ctx, options));
  for (const codec of codecs.values()) {
    start(`upkeep:${codec.network}`, async () => {
      await ensureWallets(ctx, options.keyRing, codec);
      const free = await fillPool(ctx, options.keyRing, codec, options.pool);
      if (free < options.pool.least) return 0;
      return free < options.pool.full ? TOP_UP_MS : UPKEEP_MS;
    });
  }
  start("heartbeat", async () => {
    await beat(db, "signer", loops);
    return BEAT_MS;
  });
  return {
    stop: async () => {
      await Promise.all([...loops.values()].map((loop) => loop.stop()));
    },
  };
}

function signingRound(ctx: Context, desk: SigningDesk): () => Promise<number> {
  let busyUntil = 0;
  return async () => {
    const found = await signNext(ctx, desk);
    if (found) busyUntil = performance.now() + BUSY_FOR_MS;
    if (found) return 0;
    return performance.now() < busyUntil ? BUSY_POLL_MS : IDLE_POLL_MS;
  };
}
