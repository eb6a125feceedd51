import { and, asc, desc, eq, inArray, isNull, lte, or, sql } from "drizzle-orm";
import { matchAddresses } from "@/lib/addresses";
import {
  type Address,
  type ChainAdapter,
  type FeeQuote,
  type Intent,
  maxFeeOf,
  WouldRevertError,
} from "@/lib/chains";
import { type Context, requirePermission, transact } from "@/lib/command";
import { type SweepMethod, sweeps } from "@/lib/db";
import { findLoan, isLeaving, type LoanView, viewOf } from "@/lib/energy";
import { getNetwork, present } from "@/lib/kit";
import {
  eachOfMany,
  findLatestRequest,
  isResting,
  type OutgoingRow,
  prepareTransaction,
  requestSignature,
  restMs,
} from "@/lib/outgoing";
import { type Energy, findEnergy, fundSweep } from "./fund-sweep";
import { settleSweep } from "./settle-sweep";
import { nextMove, type RequestState, type SweepMove } from "./state";
import { blockSweep, lockSweep, moveSweep, type SweepRow, updateSweep } from "./write-sweep";

const BATCH = 100;

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
    const requests = { gas: stateOf(ctx, gas), token: stateOf(ctx, token) };
    if (row.state === "sending") {
      const loan = "none";
      const nothing = { nativeBalance: 0n, nativeNeeded: 0n } as const;
      const move = nextMove({ state: row.state, ...requests, loan, ...nothing });
      return await act(ctx, adapter, { row, move, gas, token, quote: null, loan, energy: null });
    }
    if (gas && ["pending", "signed"].includes(gas.state)) return false;
    const loan = viewOf(await findLoan(ctx, row));
    // For as long as that takes, no node is asked about it.
    if (loan === "coming" || loan === "leaving") return false;
    const intent = tokenIntent(row);
    const quote = await adapter.quote(intent);
    const energy = await findEnergy(ctx, adapter, row, intent, quote);
    const move = nextMove({
      state: row.state,
      ...requests,
      loan,
      nativeBalance: await adapter.nativeBalance(row.fromAddress as Address),
      nativeNeeded: neededFor(quote, energy, loan, requests.token),
    });
    return await act(ctx, adapter, { row, move, gas, token, quote, loan, energy });
  } catch (error) {
    if (!(error instanceof WouldRevertError)) throw error;
    return blockSweep(ctx, row, error.reason);
  }
}

/** Coin that the address must own. With enough energy nothing is burnt for the call, whatever may be at most. */
function neededFor(
  quote: FeeQuote,
  energy: Energy | null,
  loan: LoanView,
  before: RequestState,
): bigint {
  // That energy may be gone any moment.
  if (loan === "overdue") return maxFeeOf(quote);
  // After one that no block took, or that ran out, the next can pay for its bytes: free ones are no promise.
  const isAgain = before === "dead" || before === "reverted";
  return energy?.terms.stake === 0n && !isAgain ? energy.terms.native : quote.native;
}

/** A refusal stands for a while, longer each time; then the signer is asked anew and judges anew. */
function stateOf(ctx: Context, request: OutgoingRow | null): RequestState {
  if (request?.state === "broadcast" && request.includedStatus === "success") return "included";
  if (request?.state !== "refused") return request?.state ?? "none";
  return isResting(request, ctx.now()) ? "refused" : "none";
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

/** A sweep, what is known of it, and what follows from that. */
interface Step {
  readonly row: SweepRow;
  readonly move: SweepMove;
  readonly gas: OutgoingRow | null;
  readonly token: OutgoingRow | null;
  readonly quote: FeeQuote | null;
  readonly loan: LoanView;
  readonly energy: Energy | null;
}

async function act(ctx: Context, adapter: ChainAdapter, step: Step): Promise<boolean> {
  const { row, move, gas, token, energy } = step;
  switch (move.kind) {
    case "wait":
      return false;
    case "fund":
      return fundSweep(ctx, adapter, row, move, { energy, gasAttempts: gas?.attempt ?? 0 });
    case "send":
      return send(ctx, adapter, step);
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

async function send(
  ctx: Context,
  adapter: ChainAdapter,
  { row, quote, loan, energy }: Step,
): Promise<boolean> {
  const prepared = await prepareTransaction(adapter, tokenIntent(row), present(quote, "the quote"));
  const countsOnEnergy = energy !== null && loan !== "overdue";
  return transact(ctx, async (tx) => {
    if (!(await lockSweep(tx, row)) || (countsOnEnergy && (await isLeaving(tx, row)))) return false;
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
    const values = {
      state: "sending",
      method: methodOf(row, loan),
      attempt,
      blockedReason: null,
      retryAt: null,
    } as const;
    await updateSweep(tx, row, values);
    return true;
  });
}

/** How the transfer is paid for: by what was brought to the address. */
function methodOf({ network }: SweepRow, loan: LoanView): SweepMethod {
  if (getNetwork(network).chain === "ethereum") return "classic";
  return loan === "there" || loan === "arriving" ? "energy" : "burn";
}
