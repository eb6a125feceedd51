import { and, asc, desc, eq, inArray, isNull, lte, or, sql } from "drizzle-orm";
import { getGasWallet, matchAddresses } from "@/lib/addresses";
import {
  type Address,
  type ChainAdapter,
  type FeeQuote,
  type Intent,
  WouldRevertError,
} from "@/lib/chains";
import { type Context, requirePermission, transact } from "@/lib/command";
import { signingRequests, sweeps, type Tx } from "@/lib/db";
import { getNetwork, present } from "@/lib/kit";
import {
  eachOfMany,
  findLatestRequest,
  type OutgoingRow,
  prepareTransaction,
  requestSignature,
} from "@/lib/outgoing";
import { settleSweep } from "./settle-sweep";
import { nextMove, type RequestState, type SweepMove } from "./state";
import {
  blockSweep,
  lockSweep,
  moveSweep,
  RETRY_MS,
  type SweepRow,
  updateSweep,
} from "./write-sweep";

const BATCH = 100;
const LONGEST_REST_MS = 3_600_000;
/** Gas is sent with this much in reserve (parts of a hundred), since prices move before the transfer is built. */
const FUNDING_MARGIN = 125n;

/** A sweep whose transfer is on its way has nothing to do: many of those delay no other. */
const transferIsOver = sql`(${sweeps.state} <> 'sending' or not exists (
  select 1 from signing_requests r where r.purpose = 'sweep_token' and r.cause_id = ${sweeps.id}
    and r.state in ('pending', 'signed', 'broadcast')))`;

/** What withdrawals may wait for jumps the queue. */
const isWanted = sql`exists (select 1 from withdrawals w where w.merchant_id = ${sweeps.merchantId}
  and w.network = ${sweeps.network} and w.state = 'approved')`;

/** Takes every live sweep of a network one step further; answers how many moved. One that fails delays no other. */
export async function advanceSweeps(ctx: Context, adapter: ChainAdapter): Promise<number> {
  requirePermission(ctx, "jobs");
  const rows = await ctx.db.orm
    .select()
    .from(sweeps)
    .where(
      and(
        eq(sweeps.network, adapter.network),
        inArray(sweeps.state, ["planned", "funding", "sending"]),
        or(isNull(sweeps.retryAt), lte(sweeps.retryAt, ctx.now())),
        transferIsOver,
      ),
    )
    .orderBy(desc(isWanted), asc(sweeps.createdAt))
    .limit(BATCH);
  return eachOfMany(rows, (row) => advance(ctx, adapter, row));
}

async function advance(ctx: Context, adapter: ChainAdapter, row: SweepRow): Promise<boolean> {
  try {
    const gas = await findLatestRequest(ctx, "sweep_gas", row.id);
    const token = await findLatestRequest(ctx, "sweep_token", row.id);
    if (row.state === "sending") {
      const move = nextMove({
        ...row,
        gas: stateOf(ctx, gas),
        token: stateOf(ctx, token),
        nativeBalance: 0n,
        nativeNeeded: 0n,
      });
      return await act(ctx, adapter, row, move, { gas, token }, null);
    }
    if (gas && ["pending", "signed"].includes(gas.state)) return false;
    const quote = await adapter.quote(tokenIntent(row));
    const move = nextMove({
      state: row.state,
      gas: stateOf(ctx, gas),
      token: stateOf(ctx, token),
      nativeBalance: await adapter.nativeBalance(row.fromAddress as Address),
      nativeNeeded: quote.native,
    });
    return await act(ctx, adapter, row, move, { gas, token }, quote);
  } catch (error) {
    if (!(error instanceof WouldRevertError)) throw error;
    return blockSweep(ctx, row, error.reason);
  }
}

/** A refusal stands for a while, longer each time; then the signer is asked anew and judges anew. */
function stateOf(ctx: Context, request: OutgoingRow | null): RequestState {
  if (request?.state !== "refused") return request?.state ?? "none";
  const rested = ctx.now().getTime() - request.createdAt.getTime() >= restMs(request.attempt);
  return rested ? "none" : "refused";
}

function restMs(attempt: number): number {
  return Math.min(RETRY_MS * 2 ** attempt, LONGEST_REST_MS);
}

/** A transfer that reverts costs its fee each time: it is not tried again at once. */
function restAfter(ctx: Context, attempt: number): Date {
  return new Date(ctx.now().getTime() + restMs(attempt));
}

function tokenIntent(row: SweepRow): Intent {
  return {
    kind: "token",
    from: row.fromAddress as Address,
    to: row.toAddress as Address,
    value: row.amountUnits,
  };
}

async function act(
  ctx: Context,
  adapter: ChainAdapter,
  row: SweepRow,
  move: SweepMove,
  { gas, token }: Readonly<Record<"gas" | "token", OutgoingRow | null>>,
  quote: FeeQuote | null,
): Promise<boolean> {
  switch (move.kind) {
    case "wait":
      return false;
    case "fund":
      return fund(ctx, adapter, row, move.missing, gas?.attempt ?? 0);
    case "send":
      return send(ctx, adapter, row, present(quote, "the quote"));
    case "settle":
      return settleSweep(ctx, adapter, row, present(token, "the transfer"));
    case "replan":
      return moveSweep(ctx, row, "planned", {
        reason: token?.lastError ?? token?.state ?? null,
        retryAt: token?.state === "reverted" ? restAfter(ctx, token.attempt) : null,
      });
    case "block":
      return blockSweep(ctx, row, move.reason);
  }
}

/** Sends gas from the operator's gas wallet; short gas is told and waited for, never a failure. */
async function fund(
  ctx: Context,
  adapter: ChainAdapter,
  row: SweepRow,
  missing: bigint,
  attempts: number,
): Promise<boolean> {
  const gasWallet = await ctx.db.orm.transaction((tx) => getGasWallet(tx, row.network));
  if (!gasWallet) return blockSweep(ctx, row, "the gas wallet is not made yet");
  const intent: Intent = {
    kind: "native",
    from: gasWallet.address as Address,
    to: row.fromAddress as Address,
    value: (missing * FUNDING_MARGIN + 99n) / 100n,
  };
  const quote = await adapter.quote(intent).catch((error: unknown) => {
    if (error instanceof WouldRevertError) return null;
    throw error;
  });
  if (quote === null) return blockSweep(ctx, row, "the gas wallet is short");
  const prepared = await prepareTransaction(adapter, intent, quote);
  return transact(ctx, async (tx) => {
    if (!(await lockSweep(tx, row)) || (await countGas(tx, row)) !== attempts) return false;
    await requestSignature(
      ctx,
      tx,
      adapter,
      {
        purpose: "sweep_gas",
        causeId: row.id,
        merchantId: row.merchantId,
        path: { purpose: "gas", index: 0 },
      },
      prepared,
    );
    await updateSweep(tx, row, { state: "funding", blockedReason: null, retryAt: null });
    return true;
  });
}

async function send(
  ctx: Context,
  adapter: ChainAdapter,
  row: SweepRow,
  quote: FeeQuote,
): Promise<boolean> {
  const prepared = await prepareTransaction(adapter, tokenIntent(row), quote);
  return transact(ctx, async (tx) => {
    if (!(await lockSweep(tx, row))) return false;
    const owner = (await matchAddresses(tx, row.network, [row.fromAddress])).get(row.fromAddress);
    const attempt = await requestSignature(
      ctx,
      tx,
      adapter,
      {
        purpose: "sweep_token",
        causeId: row.id,
        merchantId: row.merchantId,
        path: { purpose: "deposit", index: present(owner, "the deposit address").pathIndex },
      },
      prepared,
    );
    const method = getNetwork(row.network).chain === "ethereum" ? "classic" : "burn";
    const values = {
      state: "sending",
      method,
      attempt,
      blockedReason: null,
      retryAt: null,
    } as const;
    await updateSweep(tx, row, values);
    return true;
  });
}

/** Gas leaves no mark on the row when it is sent again: its requests tell whether another worker did it. */
function countGas(tx: Tx, row: SweepRow): Promise<number> {
  const ofSweep = and(
    eq(signingRequests.purpose, "sweep_gas"),
    eq(signingRequests.causeId, row.id),
  );
  return tx.$count(signingRequests, ofSweep);
}
