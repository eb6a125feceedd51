import { and, asc, eq, inArray } from "drizzle-orm";
import { operatorContext } from "@/lib/command";
import type { Database } from "@/lib/db";
import { addresses, sandboxPayments } from "@/lib/db";
import { orderStake } from "@/lib/energy";
import type { Logger, NetworkId } from "@/lib/kit";
import { readEnergy } from "@/lib/operator";
import {
  type EthereumFaucetOptions,
  fillEthereumGas,
  sendEthereumPayment,
  signEthereumPayment,
} from "./ethereum-faucet";
import { toBeReorganised, waitsForAnother } from "./scene-loop";
import {
  fillTronGas,
  sendTronPayment,
  signTronPayment,
  type TronFaucetOptions,
  tronBalance,
} from "./tron-faucet";

export interface PayLoopOptions {
  readonly db: Database;
  readonly log: Logger;
  readonly ethereum: EthereumFaucetOptions & { readonly usdt: string };
  readonly tron: TronFaucetOptions & { readonly usdt: string };
}

type PaymentRow = typeof sandboxPayments.$inferSelect;

/** Sends the test money that was asked for, in order: signed and stored first, then sent. True when it sent any. */
export async function payRound(options: PayLoopOptions): Promise<boolean> {
  const rows = await options.db.orm
    .select()
    .from(sandboxPayments)
    .where(inArray(sandboxPayments.state, ["signed", "asked"]))
    .orderBy(asc(sandboxPayments.createdAt), asc(sandboxPayments.id))
    .limit(20);
  if (rows.length === 0) return false;
  const reorganised = await toBeReorganised(
    options.db,
    rows.map(({ id }) => id),
  );
  let busy = false;
  for (const row of rows) {
    const apart = row.network === "USDT-ERC20" && reorganised.has(row.id);
    if (apart && !row.raw && (await waitsForAnother(options.db, row.id))) continue;
    await pay(options, row, apart);
    busy = true;
  }
  return busy;
}

/** `apart`: from the account whose payments a reorganisation takes back; no other payment's nonce follows on them. */
async function pay(options: PayLoopOptions, row: PaymentRow, apart: boolean): Promise<void> {
  const mine = and(eq(sandboxPayments.merchantId, row.merchantId), eq(sandboxPayments.id, row.id));
  try {
    const signed = row.raw ? { raw: row.raw } : await sign(options, row, apart);
    if (!row.raw) {
      await options.db.orm
        .update(sandboxPayments)
        .set({ ...signed, state: "signed" })
        .where(mine);
    }
    if (row.network === "USDT-ERC20") await sendEthereumPayment(options.ethereum, signed.raw);
    else await sendTronPayment(options.tron, signed.raw);
    await options.db.orm
      .update(sandboxPayments)
      .set({ state: "sent", sentAt: new Date() })
      .where(mine);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    options.log.warn({ payment: row.id, err: error }, "test money was not sent");
    if (isAway(text)) throw error;
    await options.db.orm
      .update(sandboxPayments)
      .set({ state: "failed", error: text.slice(0, 500) })
      .where(mine);
  }
}

/** A node that restarts is waited for; anything else is the payment's own fault. */
function isAway(text: string): boolean {
  return /fetch failed|ECONNREFUSED|ECONNRESET|socket hang up|timed? ?out|HTTP request failed/i.test(
    text,
  );
}

function sign({ ethereum, tron }: PayLoopOptions, row: PaymentRow, reorganised: boolean) {
  const { toAddress: to, amountUnits: amount } = row;
  return row.network === "USDT-ERC20"
    ? signEthereumPayment(ethereum, ethereum.usdt, to, amount, { reorganised })
    : signTronPayment(tron, tron.usdt, to, amount);
}

/** Half of what the gas wallet is filled up to: energy for more than two hundred sweeps a day. */
const STAKE_SUN = 400_000n * 1_000_000n;

/** Orders stake for energy once, as an operator would; answers whether it is ordered. */
export async function stakeRound(options: PayLoopOptions): Promise<boolean> {
  const ctx = operatorContext(options.db, "sandbox", options.log);
  const { orders } = await readEnergy(ctx);
  if (orders.some(({ state }) => state !== "failed")) return true;
  const wallet = await gasWalletOf(options.db, "USDT-TRC20");
  if (wallet === null || (await tronBalance(options.tron, wallet)) <= STAKE_SUN) return false;
  await orderStake(ctx, { kind: "stake", amount: STAKE_SUN });
  return true;
}

/** Keeps the operator's gas wallets filled, as an operator would. False while the signer has not made them yet. */
export async function gasRound(options: PayLoopOptions): Promise<boolean> {
  for (const network of ["USDT-ERC20", "USDT-TRC20"] as const) {
    const wallet = await gasWalletOf(options.db, network);
    if (wallet === null) return false;
    const sent =
      network === "USDT-ERC20"
        ? await fillEthereumGas(options.ethereum, wallet)
        : await fillTronGas(options.tron, wallet);
    if (sent) options.log.info({ network, wallet: wallet }, "gas wallet filled");
  }
  return true;
}

async function gasWalletOf(db: Database, network: NetworkId): Promise<string | null> {
  const [row] = await db.orm
    .select({ display: addresses.display })
    .from(addresses)
    .where(and(eq(addresses.network, network), eq(addresses.purpose, "gas")));
  return row?.display ?? null;
}
