import type { TransactionType, WireStatus } from "@/lib/api";
import type { Database, InvoiceStatus, WithdrawalState, WithdrawalType } from "@/lib/db";
import { type NetworkId, newId } from "@/lib/kit";
import { wireStatusOf, withdrawalStatusOf } from "@/lib/records";
import { addressAt } from "./api-world";

/** What a test says of a row; everything else follows from its number. */
export interface Sketch {
  readonly kind: "invoice" | "deposit" | WithdrawalType;
  readonly network: NetworkId;
  readonly at: Date;
  readonly state: InvoiceStatus | WithdrawalState;
  readonly referenceId?: string | null;
  readonly customerId?: string;
}

/** A row as a list must know it. */
export interface Known {
  readonly id: string;
  readonly type: TransactionType;
  readonly status: WireStatus;
  readonly network: NetworkId;
  readonly at: Date;
  readonly walletAddress: string;
  readonly invoiceNo: string | null;
  readonly referenceId: string | null;
  readonly hash: string | null;
  readonly customerId: string | null;
  readonly shown: boolean;
}

const hex = (value: number, length: number) => value.toString(16).padStart(length, "0");
export const hashOf = (number: number) => hex(number, 64);
const walletOf = (network: NetworkId, number: number) => addressAt(network, number).display;

/** Writes rows as the owner; no address or hash of them is anyone's. */
export async function addRecords(
  owner: Database,
  merchantId: string,
  sketches: readonly Sketch[],
  first = 1,
): Promise<Known[]> {
  const known: Known[] = [];
  for (const [at, sketch] of sketches.entries()) {
    known.push(await addRecord(owner, merchantId, sketch, first + at));
  }
  return known;
}

async function addRecord(
  owner: Database,
  merchantId: string,
  sketch: Sketch,
  number: number,
): Promise<Known> {
  const id = newId();
  const { kind, network, at, state } = sketch;
  const wallet = walletOf(network, number);
  const common = {
    merchant_id: merchantId,
    id,
    network,
    wallet_address: wallet,
    amount_units: "5000000",
    fee_payer: "merchant",
    created_at: at,
  };
  const base = {
    id,
    network,
    at,
    walletAddress: wallet,
    invoiceNo: null,
    referenceId: null,
    hash: hashOf(number),
    customerId: sketch.customerId ?? null,
    shown: true,
  };
  if (kind === "invoice") {
    const invoiceNo = `INV-1-${String(number).padStart(4, "0")}`;
    const referenceId = sketch.referenceId ?? null;
    await owner.sql`insert into invoices ${owner.sql({
      ...common,
      number,
      invoice_no: invoiceNo,
      code: hex(number, 22),
      address: hex(number, 40),
      fee_tiers: "[]",
      credit_at: "sweep",
      status: state,
      reference_id: referenceId,
      expires_at: at,
    })}`;
    await owner.sql`insert into chain_transfers ${owner.sql({
      network,
      tx_hash: hashOf(number),
      log_index: 0,
      height: 1,
      block_hash: hashOf(0),
      block_time: at,
      from_address: hex(1, 40),
      to_address: hex(number, 40),
      amount_units: "5000000",
      state: "seen",
      merchant_id: merchantId,
      owner_kind: "invoice",
      owner_id: id,
      first_seen_at: at,
    })}`;
    const status = wireStatusOf(state as InvoiceStatus);
    return { ...base, type: "deposit", status, invoiceNo, referenceId, customerId: null };
  }
  const customer = sketch.customerId === undefined ? null : sketch.customerId;
  if (kind === "deposit") {
    await owner.sql`insert into deposits ${owner.sql({
      ...common,
      kind: customer === null ? "top_up" : "user",
      customer_id: customer,
      user_id: customer === null ? null : "user",
      tx_hash: hashOf(number),
      log_index: 0,
      status: state,
      detected_at: at,
    })}`;
    return { ...base, type: "deposit", status: state as WireStatus };
  }
  await owner.sql`insert into withdrawals ${owner.sql({
    ...common,
    type: kind,
    origin: "api",
    customer_id: customer,
    user_id: customer === null ? null : "user",
    to_address: hex(number, 40),
    fee_units: "0",
    net_units: "5000000",
    hold_units: kind === "fee_settlement" ? "0" : "5000000",
    figure_units: kind === "withdrawal" ? "5000000" : "0",
    state,
    tx_hash: hashOf(number),
    period: kind === "fee_settlement" ? new Date(number * 86_400_000) : null,
  })}`;
  const type = kind === "withdrawal" ? "withdrawal" : "payout";
  const shown = kind !== "fee_settlement";
  return { ...base, type, status: withdrawalStatusOf(state as WithdrawalState), shown };
}
