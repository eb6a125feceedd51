import { and, asc, eq } from "drizzle-orm";
import { getGasWallet } from "@/lib/addresses";
import type { Address, ChainAdapter, Intent } from "@/lib/chains";
import { audit, type Context, transact } from "@/lib/command";
import { walletFundings } from "@/lib/db";
import { newId } from "@/lib/kit";
import {
  eachOfMany,
  findLatestRequest,
  GAS_PATH,
  isLive,
  isResting,
  type OutgoingRow,
  prepareTransaction,
  quoteOrNull,
  requestSignature,
} from "@/lib/outgoing";
import type { PayingWallet } from "./wallet";

type FundingRow = typeof walletFundings.$inferSelect;

const BATCH = 200;
/** Gas is sent with this much in reserve (parts of a hundred), since prices move before it is used. */
const MARGIN = 125n;

export type Funding =
  | { readonly kind: "asked" }
  | { readonly kind: "under_way" }
  | { readonly kind: "short"; readonly reason: string };

/** Whether gas is on its way to that wallet. */
export async function isFunding(ctx: Context, wallet: PayingWallet): Promise<boolean> {
  const [row] = await ctx.db.orm
    .select({ id: walletFundings.id })
    .from(walletFundings)
    .where(
      and(
        eq(walletFundings.network, wallet.network),
        eq(walletFundings.address, wallet.address),
        eq(walletFundings.state, "funding"),
      ),
    );
  return row !== undefined;
}

/** Sends `missing` (wei or sun) and a margin from the operator's gas wallet; one transaction at a time. */
export async function fundWallet(
  ctx: Context,
  adapter: ChainAdapter,
  wallet: PayingWallet,
  missing: bigint,
): Promise<Funding> {
  if (await isFunding(ctx, wallet)) return { kind: "under_way" };
  const gasWallet = await getGasWallet(ctx.db.orm, wallet.network);
  if (!gasWallet) return short(ctx, wallet, "the gas wallet is not made yet");
  const intent: Intent = {
    kind: "native",
    from: gasWallet.address as Address,
    to: wallet.address,
    value: (missing * MARGIN + 99n) / 100n,
  };
  const quote = await quoteOrNull(adapter, intent);
  const balance = await adapter.nativeBalance(intent.from);
  if (quote === null || balance < intent.value + quote.native) {
    return short(ctx, wallet, "the gas wallet is short");
  }
  const prepared = await prepareTransaction(adapter, intent, quote);
  const { merchantId, network, address } = wallet;
  return transact(ctx, async (tx) => {
    const id = newId();
    const [made] = await tx
      .insert(walletFundings)
      .values({ merchantId, id, network, address, state: "funding", createdAt: ctx.now() })
      .onConflictDoNothing()
      .returning({ id: walletFundings.id });
    if (!made) return { kind: "under_way" };
    const path = GAS_PATH;
    const request = { purpose: "wallet_gas", causeId: id, merchantId, path } as const;
    await requestSignature(ctx, tx, adapter, request, prepared);
    await audit(ctx, tx, {
      merchantId,
      action: "wallet.funded",
      subjectKind: "wallet_funding",
      subjectId: id,
      data: { network, value: intent.value.toString() },
    });
    return { kind: "asked" };
  });
}

function short(ctx: Context, { merchantId, network }: PayingWallet, reason: string): Funding {
  ctx.log.warn({ merchant: merchantId, network, reason }, "withdrawals wait for gas");
  return { kind: "short", reason };
}

/** Ends the fundings whose transaction has arrived or is over; answers how many. */
export async function advanceFundings(ctx: Context, adapter: ChainAdapter): Promise<number> {
  const rows = await ctx.db.orm
    .select()
    .from(walletFundings)
    .where(and(eq(walletFundings.network, adapter.network), eq(walletFundings.state, "funding")))
    .orderBy(asc(walletFundings.createdAt))
    .limit(BATCH);
  return eachOfMany(rows, async (row) => {
    const request = await findLatestRequest(ctx, "wallet_gas", row.id);
    if (request?.state === "refused" && isResting(request, ctx.now()))
      return blockFunding(ctx, row);
    return request === null || isOver(request) ? endFunding(ctx, row) : false;
  });
}

/** In a block is enough: should that block be replaced, the same bytes are sent again. */
function isOver({ state, includedStatus }: OutgoingRow): boolean {
  return !isLive({ state }) || includedStatus === "success";
}

async function blockFunding(ctx: Context, row: FundingRow): Promise<boolean> {
  if (row.blockedReason !== null) return false;
  ctx.log.warn({ funding: row.id, network: row.network }, "the signer refused gas for a wallet");
  await setFunding(ctx, row, { blockedReason: "the signer refused the gas" });
  return false;
}

async function endFunding(ctx: Context, row: FundingRow): Promise<boolean> {
  await setFunding(ctx, row, { state: "done", blockedReason: null, endedAt: ctx.now() });
  return true;
}

async function setFunding(
  ctx: Context,
  row: FundingRow,
  values: Partial<typeof walletFundings.$inferInsert>,
): Promise<void> {
  await ctx.db.orm
    .update(walletFundings)
    .set(values)
    .where(
      and(
        eq(walletFundings.merchantId, row.merchantId),
        eq(walletFundings.id, row.id),
        eq(walletFundings.state, "funding"),
      ),
    );
}
