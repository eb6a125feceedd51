import { and, eq, inArray, sql } from "drizzle-orm";
import { isGatewayAddress } from "@/lib/addresses";
import { type Address, formatAddress, parseAddress } from "@/lib/chains/spelling";
import { type Context, requirePermission, transact } from "@/lib/command";
import { merchants, settlementRuns, type Tx, withdrawals } from "@/lib/db";
import {
  AppError,
  type FieldProblem,
  NETWORK_IDS,
  type NetworkId,
  newId,
  type Units,
  units,
} from "@/lib/kit";
import { account, getBalance } from "@/lib/ledger";
import { auditWithdrawal } from "./internal";

export interface SettleFeesInput {
  /** Where collected fees go, as people write it; a network without one is left out. */
  readonly wallets: Readonly<Record<NetworkId, string | null>>;
  /** Also when this week's run is over: what has gathered since, of accounts that were not settled in it. */
  readonly again?: boolean;
}

/** What is worth a transaction. */
const LEAST = units(10_000_000n);
const DAY_MS = 86_400_000;
const SATURDAY = 6;
const BATCH = 500;

/**
 * Sends the fees of each account of at least 10 USDT to the operator: once per week (from Saturday 00:00 UTC on),
 * merchant and network. Answers how many transfers it made; they are paid as withdrawals are. One that fails leaves its
 * fees in the account, for the week after. A network whose wallet is one of the gateway's own addresses is skipped: a
 * job logs that once per start, a person is told by validation_failed when the others are done. Throws
 * InvalidAddressError when a wallet is none.
 */
export async function settleFees(ctx: Context, input: SettleFeesInput): Promise<number> {
  requirePermission(ctx, "jobs");
  const period = saturdayOf(ctx.now());
  let made = 0;
  const skipped: NetworkId[] = [];
  for (const network of NETWORK_IDS) {
    const wallet = input.wallets[network];
    if (wallet === null) continue;
    const to = parseAddress(network, wallet);
    if (await isGatewayAddress(ctx.db.orm, network, to)) {
      skipped.push(network);
      continue;
    }
    if (!input.again && (await isOver(ctx, network, period))) continue;
    for (const merchantId of await listMerchants(ctx, network)) {
      made += (await settleOne(ctx, { merchantId, network, to, period })) ? 1 : 0;
    }
    // Last: a run that was cut short is made again, and each account's row stands once.
    await ctx.db.orm
      .insert(settlementRuns)
      .values({ network, period, ranAt: ctx.now() })
      .onConflictDoNothing();
  }
  if (skipped.length > 0) tellSkipped(ctx, input, skipped, made);
  return made;
}

const SETTINGS: Readonly<Record<NetworkId, string>> = {
  "USDT-ERC20": "OPERATOR_WALLET_ERC20",
  "USDT-TRC20": "OPERATOR_WALLET_TRC20",
};
/** Settings are read once per start, and so is each wrong one told once. */
const told = new WeakMap<SettleFeesInput["wallets"], Set<NetworkId>>();

/** No such transfer would ever be signed. Throws validation_failed for a person. */
function tellSkipped(
  ctx: Context,
  { wallets }: SettleFeesInput,
  skipped: readonly NetworkId[],
  made: number,
): void {
  const why = "is one of the gateway's own addresses: no fees are settled there";
  if (ctx.actor.kind !== "job") {
    const details = skipped.map(
      (network): FieldProblem => ({ path: SETTINGS[network], message: why }),
    );
    const text = `Not all fees can be settled; ${made} transfer(s) on their way.`;
    throw new AppError("validation_failed", { public: text, details });
  }
  const known = told.get(wallets) ?? new Set();
  told.set(wallets, known);
  for (const network of skipped.filter((one) => !known.has(one))) {
    known.add(network);
    ctx.log.warn({ network, setting: SETTINGS[network], wallet: wallets[network] }, why);
  }
}

/** The Saturday (UTC) that a moment's week began with, as a date. */
export function saturdayOf(now: Date): string {
  const days = (now.getUTCDay() - SATURDAY + 7) % 7;
  return new Date(now.getTime() - days * DAY_MS).toISOString().slice(0, 10);
}

async function isOver(ctx: Context, network: NetworkId, period: string): Promise<boolean> {
  const found = await ctx.db.orm.$count(
    settlementRuns,
    and(eq(settlementRuns.network, network), eq(settlementRuns.period, period)),
  );
  return found > 0;
}

/** Merchants with a fee account. */
async function listMerchants(ctx: Context, network: NetworkId): Promise<readonly string[]> {
  const found: string[] = [];
  for (let after = ""; ; ) {
    const rows = await ctx.db.orm.execute<{ id: string }>(sql`
      select merchant_id::text as id from ledger_accounts
      where path = ${`${network}/fees`} and (${after} = '' or merchant_id > nullif(${after}, '')::uuid)
      order by merchant_id limit ${BATCH}`);
    found.push(...rows.map((row) => row.id));
    after = rows.at(-1)?.id ?? "";
    if (rows.length < BATCH) return found;
  }
}

async function settleOne(
  ctx: Context,
  of: {
    readonly merchantId: string;
    readonly network: NetworkId;
    readonly to: Address;
    readonly period: string;
  },
): Promise<boolean> {
  const { merchantId, network, to, period } = of;
  return transact(ctx, async (tx) => {
    // Runs of one merchant wait for each other, so that none counts what another sends.
    await tx
      .select({ id: merchants.id })
      .from(merchants)
      .where(eq(merchants.id, merchantId))
      .for("no key update");
    const amount = await readUnsettled(tx, merchantId, network);
    if (amount < LEAST) return false;
    const [row] = await tx
      .insert(withdrawals)
      .values({
        merchantId,
        id: newId(),
        type: "fee_settlement",
        origin: "operator",
        network,
        toAddress: to,
        walletAddress: formatAddress(network, to),
        amountUnits: amount,
        feeUnits: units(0n),
        netUnits: amount,
        holdUnits: units(0n),
        figureUnits: units(0n),
        feePayer: "merchant",
        state: "approved",
        period,
        createdAt: ctx.now(),
        approvedAt: ctx.now(),
      })
      .onConflictDoNothing()
      .returning();
    if (!row) return false;
    await auditWithdrawal(ctx, tx, row, "fee_settlement.created", { period });
    return true;
  });
}

/** The account's balance less what is on its way: promised is read first, so that it is never counted twice. */
async function readUnsettled(tx: Tx, merchantId: string, network: NetworkId): Promise<Units> {
  const [promised] = await tx
    .select({ sum: sql<string>`coalesce(sum(${withdrawals.netUnits}), 0)::text` })
    .from(withdrawals)
    .where(
      and(
        eq(withdrawals.merchantId, merchantId),
        eq(withdrawals.network, network),
        eq(withdrawals.type, "fee_settlement"),
        inArray(withdrawals.state, ["approved", "sent", "included"]),
      ),
    );
  const balance = await getBalance(tx, merchantId, account(network, "fees"));
  return units(balance - BigInt(promised?.sum ?? "0"));
}
