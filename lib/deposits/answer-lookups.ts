import { and, eq, isNull, sql } from "drizzle-orm";
import { matchAddresses } from "@/lib/addresses";
import type { Address, ChainReader, Hash, TxLook } from "@/lib/chains";
import { type Context, inBatches, requirePermission, transact } from "@/lib/command";
import { invoices, paymentLookups, type Tx } from "@/lib/db";
import { type Finding, type LookupAnswer, type LookupFacts, lookupReason } from "@/lib/invoices";
import { type NetworkId, present, units } from "@/lib/kit";
import { listTransfers } from "@/lib/records";

/** What a lookup asks of a chain. */
export type Looker = Pick<
  ChainReader,
  "network" | "token" | "requiredConfirmations" | "formatAddress" | "look"
>;
type Look = TxLook | { readonly kind: "unavailable" };
type Looks = ReadonlyMap<Looker, Look>;
interface Claimed {
  readonly merchantId: string;
  readonly id: string;
  readonly invoiceId: string;
  readonly txHash: string;
}

/** A round a second: strangers ask here, and what nodes let us ask is needed for deposits and payouts. */
const AT_ONCE = 4;
/** Pages gave up on older ones long ago; should this fall behind, those who still wait come first. */
const ABANDONED_MS = 300_000;
/** Longer than the nodes of a network may take together; should the worker die, another answers then. */
const LEASE_MS = 25_000;
const LONGEST_LOOK_MS = 12_000;
const KEPT_MS = 86_400_000;
const FORGOTTEN_AT_ONCE = 1_000;

/** Answers what payers asked about transactions; all networks are asked at once. Answers how many. Throws scope_missing. */
export async function answerLookups(ctx: Context, lookers: readonly Looker[]): Promise<number> {
  requirePermission(ctx, "jobs");
  const claimed = await claim(ctx);
  await Promise.all(
    claimed.map((lookup) =>
      answerOne(ctx, lookup, lookers).catch((err: unknown) => {
        // Its lease ends, and another round tries again; the page says meanwhile that it can't be asked.
        ctx.log.error({ lookup: lookup.id, err }, "a payer's question could not be answered");
      }),
    ),
  );
  return claimed.length;
}

async function answerOne(ctx: Context, lookup: Claimed, lookers: readonly Looker[]): Promise<void> {
  const looks = new Map(
    await Promise.all(
      lookers.map(async (looker) => [looker, await look(ctx, looker, lookup.txHash)] as const),
    ),
  );
  await transact(ctx, async (tx) => {
    await write(ctx, tx, lookup, await decide(tx, lookup, looks), lookers);
  });
}

/** Drops questions that are older than a day; answers how many. */
export async function forgetLookups(ctx: Context): Promise<number> {
  requirePermission(ctx, "jobs");
  const before = new Date(ctx.now().getTime() - KEPT_MS).toISOString();
  // As many as there are: strangers write them, and a fixed share a round would let them grow.
  return inBatches(FORGOTTEN_AT_ONCE, async () => {
    const gone = await ctx.db.sql`
      delete from payment_lookups where (merchant_id, id) in (
        select merchant_id, id from payment_lookups
        where created_at < ${before}::timestamptz limit ${FORGOTTEN_AT_ONCE})`;
    return gone.count;
  });
}

async function claim(ctx: Context): Promise<readonly Claimed[]> {
  const since = new Date(ctx.now().getTime() - ABANDONED_MS).toISOString();
  return transact(ctx, async (tx) => {
    const rows = await tx.execute<{
      merchant_id: string;
      id: string;
      invoice_id: string;
      tx_hash: string;
    }>(sql`
      update payment_lookups l set leased_until = now() + ${LEASE_MS}::int * interval '1 millisecond'
      from (
        select merchant_id, id from payment_lookups
        where answered_at is null and created_at > ${since}::timestamptz and (leased_until is null or leased_until <= now())
        order by created_at limit ${AT_ONCE} for update skip locked
      ) free
      where l.merchant_id = free.merchant_id and l.id = free.id
      returning l.merchant_id, l.id, l.invoice_id, l.tx_hash`);
    return [...rows].map((row) => ({
      merchantId: row.merchant_id,
      id: row.id,
      invoiceId: row.invoice_id,
      txHash: row.tx_hash,
    }));
  });
}

/** What one network says. A node that is away, slow or wrong is no reason to keep the payer waiting. */
async function look(ctx: Context, looker: Looker, txHash: string): Promise<Look> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error("took too long")), LONGEST_LOOK_MS);
  });
  try {
    return await Promise.race([looker.look(txHash as Hash), late]);
  } catch (err) {
    ctx.log.warn({ network: looker.network, err }, "a payer's transaction could not be looked up");
    return { kind: "unavailable" };
  } finally {
    clearTimeout(timer);
  }
}

async function decide(tx: Tx, lookup: Claimed, looks: Looks): Promise<LookupAnswer> {
  const findings = new Map<NetworkId, Finding>();
  for (const [looker, seen] of looks) {
    findings.set(looker.network, await findingOf(tx, lookup, looker, seen));
  }
  return lookupReason(await factsOf(tx, lookup), findings);
}

async function findingOf(
  tx: Tx,
  { merchantId }: Claimed,
  looker: Looker,
  seen: Look,
): Promise<Finding> {
  if (seen.kind !== "mined") return seen;
  if (seen.status === "reverted") return { kind: "reverted" };
  const recipients = [...new Set(seen.transfers.map(({ to }) => to))];
  const known = await matchAddresses(tx, looker.network, recipients);
  return {
    kind: "mined",
    time: seen.block.time,
    confirmations: seen.confirmations,
    final: seen.final,
    transfers: seen.transfers.map(({ contract, to, value }) => ({
      usdt: contract === looker.token,
      to,
      value,
      ours: known.get(to)?.merchantId === merchantId,
    })),
  };
}

async function factsOf(tx: Tx, { merchantId, invoiceId, txHash }: Claimed): Promise<LookupFacts> {
  const [found] = await tx
    .select()
    .from(invoices)
    .where(and(eq(invoices.merchantId, merchantId), eq(invoices.id, invoiceId)));
  const row = present(found, "the invoice");
  const others = (await listTransfers(tx, merchantId, [invoiceId]))
    .filter((transfer) => transfer.txHash !== txHash)
    .reduce((sum, transfer) => sum + transfer.amountUnits, 0n);
  return {
    network: row.network,
    address: row.address,
    amount: row.amountUnits,
    tolerance: row.toleranceUnits,
    others: units(others),
    open: row.status === "initiated",
    expiresAt: row.expiresAt,
  };
}

/** Once: who comes later, after a lease that ended, changes nothing. */
async function write(
  ctx: Context,
  tx: Tx,
  lookup: Claimed,
  answer: LookupAnswer,
  lookers: readonly Looker[],
): Promise<void> {
  const looker = lookers.find(({ network }) => network === answer.network);
  const required = looker?.requiredConfirmations ?? 0;
  const { confirmations, otherAddress } = answer;
  await tx
    .update(paymentLookups)
    .set({
      reason: answer.reason,
      network: answer.network,
      amountUnits: answer.amount,
      remainingUnits: answer.remaining,
      confirmations: confirmations === null ? null : Math.min(confirmations, required),
      requiredConfirmations: confirmations === null ? null : required,
      otherAddress:
        otherAddress === null ? null : (looker?.formatAddress(otherAddress as Address) ?? null),
      answeredAt: ctx.now(),
    })
    .where(
      and(
        eq(paymentLookups.merchantId, lookup.merchantId),
        eq(paymentLookups.id, lookup.id),
        isNull(paymentLookups.answeredAt),
      ),
    );
}
