import { and, asc, eq, inArray, notExists, sql } from "drizzle-orm";
import type { Address, SignedTx, TxCodec } from "@/lib/chains";
import { audit, type Context, requirePermission, transact } from "@/lib/command";
import { deriveAddress, type KeyRing, SigningRefusedError, signTransaction } from "@/lib/custody";
import { chainCursors, signingRequests, type Tx } from "@/lib/db";
import { assert, type NetworkId } from "@/lib/kit";
import type { SigningRequestRow, Verdict } from "./facts";
import { judgeRequest } from "./judge-request";
import type { SigningLimits } from "./limits";
import { readCause } from "./read-cause";

/** What signing needs: the keys, and for each network that is signed for its codec and limits. */
export interface SigningDesk {
  readonly keyRing: KeyRing;
  readonly codecs: ReadonlyMap<NetworkId, TxCodec>;
  readonly limits: Readonly<Record<NetworkId, SigningLimits>>;
  /** Where collected fees go (40 hex digits), by the settings of the signer itself; without one none are signed for. */
  readonly operatorWallets?: ReadonlyMap<NetworkId, string>;
}

type Outcome = { readonly signed: SignedTx } | { readonly refusal: string };
type Approval = Extract<Verdict, { refused: null }>;

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
  const outcome = sign(desk, request, verdict);
  if ("signed" in outcome && (await isKnownHash(tx, outcome.signed))) {
    return { refusal: "already_signed" };
  }
  return outcome;
}

/** Whatever goes wrong here is this request's own affair: it is refused, and the next one has its turn. */
function sign(desk: SigningDesk, request: SigningRequestRow, approval: Approval): Outcome {
  const codec = desk.codecs.get(request.network);
  assert(codec, `no codec for ${request.network}`);
  const { network, kind, value, nonce, maxFee, payload, expiresAt } = request;
  const [from, to] = [request.fromAddress as Address, request.toAddress as Address];
  try {
    if (deriveAddress(desk.keyRing, codec, approval.from) !== from) {
      return { refusal: "from_not_derived" };
    }
    if (approval.to && deriveAddress(desk.keyRing, codec, approval.to) !== to) {
      return { refusal: "to_not_derived" };
    }
    const signed = signTransaction({
      keyRing: desk.keyRing,
      codec,
      path: approval.from,
      unsigned: { network, from, payload, nonce, expiresAt },
      expected: { kind, from, to, value, nonce, maxFee },
    });
    return { signed };
  } catch (error) {
    if (error instanceof SigningRefusedError) return { refusal: `transaction_${error.reason}` };
    return { refusal: error instanceof Error ? error.name : "unknown_error" };
  }
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
