import { sql } from "drizzle-orm";
import { type Context, readAsOperator } from "@/lib/command";
import { displayHash, type NetworkId, present, units } from "@/lib/kit";
import { listFeeAccounts } from "@/lib/reports";
import { pageOf } from "./paging";
import type { FeesPage, Settlement } from "./shapes";

const NEWEST = 100;

interface SumsRow extends Record<string, unknown> {
  readonly accounts: string;
  readonly due: string;
  readonly settled: string;
  readonly underway: string;
}

interface SettlementRow extends Record<string, unknown> {
  readonly id: string;
  readonly merchant_id: string;
  readonly number: number;
  readonly name: string;
  readonly network: NetworkId;
  readonly amount: string;
  readonly state: string;
  readonly address: string;
  readonly tx_hash: string | null;
  readonly blocked_reason: string | null;
  readonly created_at: string;
  readonly settled_at: string | null;
}

/** Collected fees: sums, a page of accounts, the newest settlements. For operators. Throws scope_missing, validation_failed. */
export async function listFees(
  ctx: Context,
  query: { readonly page: number; readonly limit: number } = { page: 1, limit: 100 },
): Promise<FeesPage> {
  const page = pageOf(query);
  const [[sums], accounts, settlements] = await Promise.all([
    readAsOperator<SumsRow>(ctx, sql`select * from operator_fee_sums()`),
    listFeeAccounts(ctx, page),
    readAsOperator<SettlementRow>(ctx, sql`select * from operator_settlements(${NEWEST}::integer)`),
  ]);
  const row = present(sums, "the sums");
  const [due, settled] = [BigInt(row.due), BigInt(row.settled)];
  return {
    total: Number(row.accounts),
    sums: {
      collected: units(due + settled),
      settled: units(settled),
      due: units(due),
      underway: units(BigInt(row.underway)),
    },
    accounts,
    settlements: settlements.map(settlementOf),
  };
}

function settlementOf(row: SettlementRow): Settlement {
  return {
    id: row.id,
    merchantId: row.merchant_id,
    number: row.number,
    name: row.name,
    network: row.network,
    amount: units(BigInt(row.amount)),
    status: statusOf(row.state),
    address: row.address,
    txHash: row.tx_hash === null ? null : displayHash(row.network, row.tx_hash),
    blockedReason: row.blocked_reason,
    createdAt: new Date(row.created_at),
    settledAt: row.settled_at === null ? null : new Date(row.settled_at),
  };
}

function statusOf(state: string): Settlement["status"] {
  if (state === "settled") return "settled";
  return state === "failed" || state === "rejected" ? "failed" : "processing";
}
