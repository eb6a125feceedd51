import { type SQL, sql } from "drizzle-orm";
import type { PaymentFacts, TransactionRecord } from "@/lib/api";
import type { InvoiceException, InvoiceStatus, WithdrawalState, WithdrawalType } from "@/lib/db";
import { type NetworkId, present, units } from "@/lib/kit";
import { type DepositRow, depositRecord } from "./deposit-record";
import { invoiceRecord } from "./invoice-record";
import { withdrawalRecord } from "./withdrawal-record";

/** Invoices, deposits and withdrawals in the same columns; numbers of the database come as text. */
export type RecordRow = {
  readonly kind: "invoice" | "deposit" | WithdrawalType;
  readonly id: string;
  readonly status: string;
  readonly amount_units: string;
  readonly received_units: string | null;
  readonly credited_units: string | null;
  readonly fee_units: string;
  readonly net_units: string | null;
  readonly fee_payer: "merchant" | "user";
  readonly network: NetworkId;
  readonly wallet_address: string;
  readonly invoice_no: string | null;
  readonly reference_id: string | null;
  readonly user_id: string | null;
  readonly description: string | null;
  readonly tx_hash: string | null;
  readonly included_height: string | null;
  readonly reason: string | null;
  readonly remarks: string | null;
  readonly late: boolean;
  readonly exception: InvoiceException;
  readonly created_at: string;
  readonly detected_at: string | null;
  readonly confirmed_at: string | null;
  readonly expires_at: string | null;
  readonly cancelled_at: string | null;
  /** When a withdrawal became completed, failed or rejected. */
  readonly processed_at: string | null;
  readonly client_id: string;
  readonly latest_height: string | null;
  readonly blocked_reason: string | null;
  readonly payments: readonly StoredPayment[] | null;
};

interface StoredPayment {
  readonly tx_hash: string;
  readonly log_index: number;
  readonly amount: string;
  readonly height: number;
  readonly late: boolean;
}

/**
 * Everything that the records of those ids are made of, as a body of `readAlone` and `readWithin`. Ids of
 * other merchants are left out, and so are fee settlements: the operator's fees are none of the merchant's
 * transactions.
 */
export function selectRecords(ids: readonly string[]): SQL {
  const wanted = isOneOf(ids);
  return sql`
    select every.*, chain.latest_height,
      (select m.client_id from merchants m where m.id = bound.id) as client_id,
      case when every.status = 'amount_confirmed' then (
        select s.blocked_reason from sweeps s
        where s.merchant_id = bound.id and s.network = every.network and s.from_address = every.address
          and s.state <> 'settled') end as blocked_reason,
      case when every.kind in ('invoice', 'deposit') then (
        select json_agg(json_build_object('tx_hash', t.tx_hash, 'log_index', t.log_index,
          'amount', t.amount_units::text, 'height', t.height, 'late', t.late)
          order by t.height, t.tx_hash, t.log_index)
        from chain_transfers t
        where t.merchant_id = bound.id and t.owner_id = every.id and t.state <> 'orphaned') end as payments
    from (
      select 'invoice' as kind, id, status, amount_units, received_units, credited_units, fee_units,
        null::bigint as net_units, fee_payer, network, address, wallet_address, invoice_no, reference_id,
        null::text as user_id, description, settling_tx_hash as tx_hash, null::bigint as included_height,
        reason, remarks, late, exception, created_at, detected_at, confirmed_at, expires_at, cancelled_at,
        null::timestamptz as processed_at
      from invoices where merchant_id = bound.id and ${wanted}
      union all
      select 'deposit', id, status, amount_units, null, null, fee_units, null, fee_payer, network, null,
        wallet_address, null, null, user_id, null, tx_hash, null, reason, null, false, 'none',
        created_at, detected_at, confirmed_at, null, null, null
      from deposits where merchant_id = bound.id and ${wanted}
      union all
      select type, id, state, amount_units, null, null, fee_units, net_units, fee_payer, network, null,
        wallet_address, null, null, user_id, description, tx_hash, included_height, reason, remarks, false,
        'none', created_at, null, completed_at, null, null, processed_at
      from withdrawals where merchant_id = bound.id and ${wanted} and type <> 'fee_settlement'
    ) every left join chain_cursors chain on chain.network = every.network`;
}

/** One id by equality: only so the server finds that a plan for any id is as good as one for this. */
function isOneOf(ids: readonly string[]): SQL {
  const [first] = ids;
  if (ids.length === 1) return sql`id = ${first}::uuid`;
  return sql`id = any(${`{${ids.join(",")}}`}::uuid[])`;
}

/** The record of such a row as the wire shows it. */
export function recordOf(row: RecordRow): TransactionRecord {
  const payments = paymentsOf(row.payments);
  const height = row.latest_height === null ? null : Number(row.latest_height);
  const common = {
    id: row.id,
    amountUnits: money(row.amount_units),
    feeUnits: money(row.fee_units),
    feePayer: row.fee_payer,
    network: row.network,
    walletAddress: row.wallet_address,
    userId: row.user_id,
    description: row.description,
    reason: row.blocked_reason ?? row.reason,
    remarks: row.remarks,
    createdAt: new Date(row.created_at),
    detectedAt: moment(row.detected_at),
    confirmedAt: moment(row.confirmed_at),
  };
  switch (row.kind) {
    case "invoice":
      return invoiceRecord({ ...common, ...invoiceParts(row) }, row.client_id, payments, height);
    case "deposit": {
      const deposit = {
        ...common,
        status: row.status as DepositRow["status"],
        txHash: present(row.tx_hash, "the hash of a deposit"),
        detectedAt: present(common.detectedAt, "when a deposit was seen"),
      };
      return depositRecord(deposit, row.client_id, payments, height);
    }
    default: {
      const withdrawal = {
        ...common,
        type: row.kind,
        state: row.status as WithdrawalState,
        netUnits: money(row.net_units),
        txHash: row.tx_hash,
        includedHeight: row.included_height === null ? null : Number(row.included_height),
        completedAt: common.confirmedAt,
      };
      return withdrawalRecord(withdrawal, row.client_id, height);
    }
  }
}

function invoiceParts(row: RecordRow) {
  return {
    status: row.status as InvoiceStatus,
    receivedUnits: money(row.received_units),
    creditedUnits: money(row.credited_units),
    invoiceNo: present(row.invoice_no, "the number of an invoice"),
    referenceId: row.reference_id,
    settlingTxHash: row.tx_hash,
    late: row.late,
    expiresAt: new Date(present(row.expires_at, "the end of an invoice")),
    cancelledAt: moment(row.cancelled_at),
  };
}

function paymentsOf(stored: RecordRow["payments"]): readonly PaymentFacts[] {
  return (stored ?? []).map((payment) => ({
    txHash: payment.tx_hash,
    logIndex: payment.log_index,
    amount: money(payment.amount),
    height: payment.height,
    late: payment.late,
  }));
}

function money(text: string | null) {
  return units(BigInt(present(text, "an amount")));
}

function moment(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}
