import { and, asc, eq, inArray, notExists, sql } from "drizzle-orm";
import type { SignedTx, TxCodec } from "@/lib/chains";
import { audit, type Context, requirePermission, transact } from "@/lib/command";
import type { KeyRing } from "@/lib/custody";
import { chainCursors, signingRequests, type Tx } from "@/lib/db";
import { assert, type NetworkId } from "@/lib/kit";
import type { SigningRequestRow } from "./facts";
import { judgeRequest } from "./judge-request";
import type { SigningLimits } from "./limits";
import { readCause } from "./read-cause";
import { type Outcome, signApproved } from "./sign-approved";

/** What signing needs: the keys, and for each network that is signed for its codec and limits. */
export interface SigningDesk {
  readonly keyRing: KeyRing;
  readonly codecs: ReadonlyMap<NetworkId, TxCodec>;
  readonly limits: Readonly<Record<NetworkId, SigningLimits>>;
  /** Where collected fees go (40 hex digits), by the settings of the signer itself; without one none are signed for. */
  readonly operatorWallets?: ReadonlyMap<NetworkId, string>;
}

/**
 * Signs or refuses the oldest pending request and answers whether there was one. The bytes are stored in the
 * transaction that judged them, so a request is signed once however often a signer is killed.
 */
export async function signNext(ctx: Context, desk: SigningDesk): Promise<boolean> {
  requirePermission(ctx, "jobs");
  const networks = [...desk.codecs.keys()];
  // Most polls end here, with one cheap statement and no transaction.
  const [waiting] = await pending(ctx.db.orm, networks).limit(1);
  if (!waiting) return false;
  return transact(ctx, async (tx) => {
    const [request] = await pending(tx, networks)
      .limit(1)
      .for("update", { of: signingRequests, skipLocked: true });
    if (!request) return false;
    const outcome = await decide(tx, desk, request);
    await record(ctx, tx, request, outcome);
    return true;
  });
}

/** Requests that wait. Where crediting is halted, nothing is signed either. */
function pending(db: Tx | Context["db"]["orm"], networks: readonly NetworkId[]) {
  const halted = db
    .select({ one: sql`1` })
    .from(chainCursors)
    .where(
      and(
        eq(chainCursors.network, signingRequests.network),
        sql`${chainCursors.haltedReason} is not null`,
      ),
    );
  return db
    .select()
    .from(signingRequests)
    .where(
      and(
        eq(signingRequests.state, "pending"),
        inArray(signingRequests.network, [...networks]),
        notExists(halted),
      ),
    )
    .orderBy(asc(signingRequests.createdAt), asc(signingRequests.id));
}

async function decide(tx: Tx, desk: SigningDesk, request: SigningRequestRow): Promise<Outcome> {
  const cause = await readCause(tx, request, desk.operatorWallets ?? new Map());
  const verdict = judgeRequest(request, cause, desk.limits[request.network]);
  if (verdict.refused !== null) return { refusal: verdict.refused };
  const codec = desk.codecs.get(request.network);
  assert(codec, `no codec for ${request.network}`);
  const outcome = signApproved(desk.keyRing, codec, request, verdict);
  if ("signed" in outcome && (await isKnownHash(tx, outcome.signed))) {
    return { refusal: "already_signed" };
  }
  return outcome;
}

async function isKnownHash(tx: Tx, signed: SignedTx): Promise<boolean> {
  const rows = await tx
    .select({ id: signingRequests.id })
    .from(signingRequests)
    .where(
      and(eq(signingRequests.network, signed.network), eq(signingRequests.txHash, signed.txHash)),
    );
  return rows.length > 0;
}

async function record(
  ctx: Context,
  tx: Tx,
  request: SigningRequestRow,
  outcome: Outcome,
): Promise<void> {
  const values =
    "signed" in outcome
      ? {
          state: "signed" as const,
          raw: outcome.signed.raw,
          txHash: outcome.signed.txHash,
          nonce: outcome.signed.nonce,
          expiresAt: outcome.signed.expiresAt,
          signedAt: ctx.now(),
        }
      : { state: "refused" as const, refusal: outcome.refusal, endedAt: ctx.now() };
  const changed = await tx
    .update(signingRequests)
    .set(values)
    .where(and(eq(signingRequests.id, request.id), eq(signingRequests.state, "pending")))
    .returning({ id: signingRequests.id });
  assert(changed.length === 1, `signing request ${request.id} changed under its lock`);
  const facts = {
    request: request.id,
    cause: request.causeId,
    network: request.network,
    purpose: request.purpose,
    ...("signed" in outcome ? { txHash: outcome.signed.txHash } : { refusal: outcome.refusal }),
  };
  await audit(ctx, tx, {
    merchantId: request.merchantId,
    action: `signature.${values.state}`,
    subjectKind: "signing_request",
    subjectId: request.id,
    data: facts,
  });
  if ("refusal" in outcome) ctx.log.warn(facts, "refused to sign");
}
