import { and, asc, eq, gte, isNull, lte, or, sql } from "drizzle-orm";
import { getGasWallet } from "@/lib/addresses";
import {
  type Address,
  BatchRefusedError,
  type BatchSite,
  type ChainAdapter,
  type FeeQuote,
  type Intent,
  UnsupportedIntentError,
  WouldRevertError,
} from "@/lib/chains";
import type { Context } from "@/lib/command";
import { sweeps } from "@/lib/db";
import { askForBatch } from "./ask-for-batch";
import { chooseOffer } from "./choose";
import { considerDeployment } from "./deploy-delegate";
import type { SweepRow } from "./write-sweep";

/** Many more save next to nothing, and one that runs out of gas takes all of them along. */
const MOST_MEMBERS = 20;
const MOST_DUE = 400;

/** A sweep that is due, with what it would cost by itself. */
interface Candidate {
  readonly row: SweepRow;
  readonly cost: bigint;
}

/** Sweeps that may still go either way, of one merchant at a time, are put into batches where that is cheaper. */
export async function planBatches(ctx: Context, adapter: ChainAdapter): Promise<number> {
  const groups = groupByWallet(await listDue(ctx, adapter));
  if (groups.size === 0) return 0;
  const gas = await ctx.db.orm.transaction((tx) => getGasWallet(tx, adapter.network));
  if (!gas) return 0;
  let batched = 0;
  for (const rows of groups.values()) {
    for (let start = 0; start < rows.length; start += MOST_MEMBERS) {
      const due = rows.slice(start, start + MOST_MEMBERS);
      batched += await planBatch(ctx, adapter, gas.address as Address, due);
    }
  }
  return batched;
}

function listDue(ctx: Context, adapter: ChainAdapter): Promise<SweepRow[]> {
  const live = sql`exists (select 1 from signing_requests r where r.cause_id = ${sweeps.id}
    and r.purpose in ('sweep_gas', 'sweep_token') and r.state in ('pending', 'signed', 'broadcast'))`;
  return ctx.db.orm
    .select()
    .from(sweeps)
    .where(
      and(
        eq(sweeps.network, adapter.network),
        eq(sweeps.state, "planned"),
        eq(sweeps.plainOnly, false),
        or(isNull(sweeps.retryAt), lte(sweeps.retryAt, ctx.now())),
        sql`not ${live}`,
      ),
    )
    .orderBy(asc(sweeps.createdAt), asc(sweeps.id))
    .limit(MOST_DUE);
}

function groupByWallet(rows: readonly SweepRow[]): ReadonlyMap<string, readonly SweepRow[]> {
  const groups = new Map<string, SweepRow[]>();
  for (const row of rows) groups.set(row.toAddress, [...(groups.get(row.toAddress) ?? []), row]);
  return groups;
}

/** Answers how many sweeps went into the batch; those that don't are swept one by one. */
async function planBatch(
  ctx: Context,
  adapter: ChainAdapter,
  operator: Address,
  due: readonly SweepRow[],
): Promise<number> {
  const [first] = due;
  if (!first) return 0;
  const treasury = first.toAddress as Address;
  const accounts = due.map((row) => row.fromAddress as Address);
  const site = await adapter.findBatchSite(operator, treasury, accounts);
  if (site === null) return 0;
  if (!site.deployed) {
    await considerDeployment(ctx, adapter, operator, first, await countLately(ctx, first, due));
    return 0;
  }
  const candidates = await priceEach(adapter, operator, due);
  const offer = await offerBatch(adapter, operator, site, due, candidates);
  if (offer === null) return 0;
  const plain = offer.members.reduce((sum, { cost }) => sum + cost, 0n);
  const chosen = chooseOffer(
    { method: "classic", cost: plain },
    { method: "batch", cost: offer.quote.native },
  );
  if (chosen.method !== "batch") return 0;
  const rows = offer.members.map(({ row }) => row);
  return askForBatch(ctx, adapter, { rows, intent: offer.intent, quote: offer.quote });
}

/** Settled within thirty days, and due now. */
async function countLately(
  ctx: Context,
  { merchantId, network }: SweepRow,
  due: readonly SweepRow[],
): Promise<number> {
  const since = new Date(ctx.now().getTime() - 30 * 86_400_000);
  const settled = await ctx.db.orm.$count(
    sweeps,
    and(
      eq(sweeps.merchantId, merchantId),
      eq(sweeps.network, network),
      gte(sweeps.settledAt, since),
    ),
  );
  return settled + due.length;
}

/** What each would cost by itself: its transfer, and the gas that has to be brought first. Those that can't be swept are left out. */
async function priceEach(
  adapter: ChainAdapter,
  operator: Address,
  due: readonly SweepRow[],
): Promise<readonly Candidate[]> {
  const priced = await Promise.all(
    due.map(async (row): Promise<Candidate | null> => {
      const from = row.fromAddress as Address;
      const to = row.toAddress as Address;
      try {
        const transfer = await adapter.quote({ kind: "token", from, to, value: row.amountUnits });
        if ((await adapter.nativeBalance(from)) >= transfer.native) {
          return { row, cost: transfer.native };
        }
        const gas: Intent = { kind: "native", from: operator, to: from, value: 1n };
        return { row, cost: transfer.native + (await adapter.quote(gas)).native };
      } catch (error) {
        if (error instanceof WouldRevertError) return null;
        throw error;
      }
    }),
  );
  return priced.filter((candidate) => candidate !== null);
}

interface BatchOffer {
  readonly members: readonly Candidate[];
  readonly intent: Intent;
  readonly quote: FeeQuote;
}

/** The batch without those that it would fail for; null where there is none. */
async function offerBatch(
  adapter: ChainAdapter,
  operator: Address,
  site: BatchSite,
  due: readonly SweepRow[],
  candidates: readonly Candidate[],
): Promise<BatchOffer | null> {
  let members = candidates;
  while (members.length > 0) {
    const intent = toIntent(operator, site, due, members);
    try {
      return { members, intent, quote: await adapter.quote(intent) };
    } catch (error) {
      if (error instanceof UnsupportedIntentError || error instanceof WouldRevertError) return null;
      if (!(error instanceof BatchRefusedError)) throw error;
      const refused = new Set(error.members);
      const left = members.filter(({ row }) => !refused.has(row.fromAddress));
      members = left.length < members.length ? left : [];
    }
  }
  return null;
}

function toIntent(
  operator: Address,
  site: BatchSite,
  due: readonly SweepRow[],
  members: readonly Candidate[],
): Intent {
  return {
    kind: "sweep_batch",
    from: operator,
    to: site.delegate,
    value: members.reduce((sum, { row }) => sum + row.amountUnits, 0n),
    members: members.map(({ row }) => ({
      address: row.fromAddress as Address,
      value: row.amountUnits,
      authorizes: site.authorizes[due.indexOf(row)] ?? null,
    })),
  };
}
