import { and, eq, inArray, sql } from "drizzle-orm";
import type { ChainAdapter } from "@/lib/chains";
import { type Context, requirePermission } from "@/lib/command";
import { signingRequests } from "@/lib/db";
import { LIVE_STATES, type OutgoingRow } from "./attempts";
import { eachOfMany } from "./each";
import { quoteOrNull } from "./quote";
import { replaceAttempt } from "./replace-attempt";
import { isResting } from "./rest";

/** More than seven of Ethereum's blocks: what paid enough when it was signed would be in one of them. */
export const STUCK_AFTER_MS = 90_000;
/** Each bids at least an eighth more: five are 80 % above the first, and the signer's fee limit stands above all. */
const MOST_REPLACEMENTS = 5;

/**
 * Replaces transactions that no block takes by the same ones at a higher fee, at their own nonce. Of each wallet
 * the lowest nonce alone is looked at: every later one waits behind it, whatever it pays. Answers how many.
 */
export async function replaceStuck(
  ctx: Context,
  adapter: ChainAdapter,
  afterMs = STUCK_AFTER_MS,
): Promise<number> {
  requirePermission(ctx, "jobs");
  const late = (await listFronts(ctx, adapter)).filter(
    (row) => row.state === "broadcast" && isPast(row, ctx.now(), afterMs) && isReplaceable(row),
  );
  if (late.length === 0) return 0;
  // Our clock may run while the chain stands still: then nothing was passed over.
  const { latest } = await adapter.heads();
  const stuck = late.filter((row) => isPast(row, latest.time, afterMs));
  return eachOfMany(stuck, (row) => replace(ctx, adapter, row));
}

/** Of each wallet the newest attempt at its lowest nonce that no block holds. */
async function listFronts(ctx: Context, adapter: ChainAdapter): Promise<OutgoingRow[]> {
  const settled = sql`exists (select 1 from signing_requests i where i.network = ${signingRequests.network}
    and i.from_address = ${signingRequests.fromAddress} and i.nonce = ${signingRequests.nonce}
    and (i.included_height is not null or i.state in ('final', 'reverted')))`;
  return ctx.db.orm
    .selectDistinctOn([signingRequests.fromAddress])
    .from(signingRequests)
    .where(
      and(
        eq(signingRequests.network, adapter.network),
        inArray(signingRequests.state, [...LIVE_STATES]),
        sql`${signingRequests.nonce} is not null`,
        sql`not ${settled}`,
      ),
    )
    .orderBy(
      signingRequests.fromAddress,
      signingRequests.nonce,
      sql`${signingRequests.createdAt} desc`,
      sql`${signingRequests.id} desc`,
    );
}

function isPast(row: OutgoingRow, now: Date, afterMs: number): boolean {
  return row.signedAt !== null && now.getTime() - row.signedAt.getTime() >= afterMs;
}

/** What a node refused for good is no better at a higher price; withdrawals have their own way out of that. */
function isReplaceable(row: OutgoingRow): boolean {
  const refused = row.rejectedReason !== null && row.purpose === "withdrawal";
  return !refused && Object.keys(row.terms).length > 0;
}

async function replace(ctx: Context, adapter: ChainAdapter, row: OutgoingRow): Promise<boolean> {
  if (!(await hasRoom(ctx, row))) return false;
  // The row has no room for all that a batch does: its bytes say it.
  const intent = adapter.parsePayload(row.payload);
  const replaced = { native: row.maxFee, terms: row.terms };
  const quote = await quoteOrNull(adapter, intent, replaced);
  if (quote === null) return false;
  const asked = await replaceAttempt(ctx, adapter, row, { purpose: row.purpose, intent, quote });
  if (asked) {
    const { network, purpose, causeId, nonce } = row;
    ctx.log.warn({ network, purpose, cause: causeId, nonce }, "a stuck transaction is replaced");
  }
  return asked;
}

/** Not too often at one nonce, and after a signer's refusal not at once. */
async function hasRoom(ctx: Context, row: OutgoingRow): Promise<boolean> {
  const at = await ctx.db.orm
    .select({
      state: signingRequests.state,
      replaces: signingRequests.replaces,
      attempt: signingRequests.attempt,
      createdAt: signingRequests.createdAt,
    })
    .from(signingRequests)
    .where(
      and(
        eq(signingRequests.network, row.network),
        eq(signingRequests.fromAddress, row.fromAddress),
        sql`${signingRequests.nonce} = ${row.nonce}`,
      ),
    );
  const made = at.filter((other) => other.replaces !== null && other.state !== "refused");
  const refusals = at.filter((other) => other.replaces === row.id && other.state === "refused");
  const rests = refusals.some((other) => isResting(other, ctx.now()));
  return made.length < MOST_REPLACEMENTS && !rests;
}
