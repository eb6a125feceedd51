import type { TransactionRecord } from "@/lib/api";
import { type Address, formatAddress } from "@/lib/chains/spelling";
import {
  type ActorName,
  type Context,
  readActors,
  readAlone,
  requirePermission,
} from "@/lib/command";
import { AppError, displayHash, isUuid, type NetworkId, type Units, units } from "@/lib/kit";
import {
  type AuditFacts,
  type ContactFacts,
  type CostFacts,
  type CustomerFacts,
  type EventFacts,
  type FactsRow,
  type SweepFacts,
  selectAudit,
  selectContacts,
  selectCosts,
  selectCustomer,
  selectEvents,
  selectFacts,
  selectSweeps,
  selectTransfers,
  type TransferFacts,
} from "./detail-rows";
import { itemOf, type RecordItem } from "./record-item";
import { type RecordRow, recordOf, selectRecords } from "./record-rows";
import { type TimelineEntry, timelineOf } from "./timeline";

/** A payment on chain; amounts in micro-USDT. */
export interface DetailPayment {
  readonly txHash: string;
  readonly logIndex: number;
  readonly amount: Units;
  readonly block: number;
  readonly blockTime: Date;
  /** As people write it. */
  readonly from: string;
  /** `orphaned`: a reorganisation took it away. */
  readonly state: "seen" | "final" | "orphaned";
  readonly confirmations: number;
  readonly late: boolean;
  readonly seenAt: Date;
  readonly finalAt: Date | null;
}

/** What a chain took in its own coin (wei, sun) for moving the money. */
export interface NetworkCost {
  readonly purpose: string;
  readonly txHash: string;
  readonly asset: string;
  /** Of the whole transaction, and this record's part where it moved several. */
  readonly amount: bigint;
  readonly share: bigint;
}

export interface DetailWebhook {
  readonly id: string;
  readonly status: string;
  readonly url: string | null;
  readonly deliveryStatus: "pending" | "delivered" | "failed";
  readonly lastError: string | null;
  readonly nextAttemptAt: Date | null;
  readonly createdAt: Date;
  readonly attempts: readonly {
    readonly attempt: number;
    readonly url: string;
    readonly startedAt: Date;
    readonly durationMs: number;
    readonly statusCode: number | null;
    readonly error: string | null;
    readonly responseExcerpt: string | null;
  }[];
}

export interface DetailAudit {
  readonly id: string;
  readonly at: Date;
  readonly actor: ActorName | null;
  readonly action: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface DetailUser {
  readonly customerId: string;
  readonly userId: string;
  readonly email: string;
  readonly name: string | null;
  readonly isActive: boolean;
  readonly since: Date;
  /** On the record's network. */
  readonly depositCount: number;
  readonly deposited: Units;
}

/** Everything that a record's page shows (D-09, D-10). */
export interface RecordDetail {
  readonly summary: RecordItem;
  /** The record as the API gives it. */
  readonly raw: TransactionRecord;
  readonly payments: readonly DetailPayment[];
  readonly timeline: readonly TimelineEntry[];
  readonly fees: {
    /** What came, or was ordered; the gateway's fee; what the merchant or the recipient got. */
    readonly gross: Units;
    readonly fee: Units | null;
    readonly net: Units | null;
    readonly payer: "merchant" | "user";
    readonly network: readonly NetworkCost[];
  };
  readonly webhooks: readonly DetailWebhook[];
  readonly user: DetailUser | null;
  /** What the shop said of its payer when it made the invoice. */
  readonly payer: FactsRow["payer"];
  /** What somebody with the payment's link left; nobody has checked it. */
  readonly contacts: readonly {
    readonly email: string;
    readonly refundAddress: string | null;
    readonly language: string;
    readonly at: Date;
  }[];
  readonly audit: readonly DetailAudit[];
}

/** Blocks that make a payment final, by network: for "3 of 19". */
export type Finality = Readonly<Partial<Record<NetworkId, number>>>;

/** Any deposit, invoice, withdrawal or payout of the merchant, with all that belongs to it. Throws scope_missing, not_found. */
export async function getRecordDetail(
  ctx: Context,
  id: string,
  finality: Finality = {},
): Promise<RecordDetail> {
  requirePermission(ctx, "invoices:read");
  const [record] = isUuid(id) ? await readAlone<RecordRow>(ctx, selectRecords([id])) : [];
  if (record === undefined) throw new AppError("not_found", { public: "Transaction not found" });
  const [[facts], transfers, events, contacts] = await Promise.all([
    readAlone<FactsRow>(ctx, selectFacts(record.id)),
    readAlone<TransferFacts>(ctx, selectTransfers(record.id)),
    readAlone<EventFacts>(ctx, selectEvents(record.id)),
    record.kind === "invoice" ? readAlone<ContactFacts>(ctx, selectContacts(record.id)) : [],
  ]);
  if (facts === undefined) throw new AppError("not_found", { public: "Transaction not found" });
  const sweeps = await readSweeps(ctx, record, facts);
  const subjects = [record.id, ...events.map((event) => event.id)];
  const [audit, costs, [user]] = await Promise.all([
    readAlone<AuditFacts>(ctx, selectAudit(subjects)),
    readAlone<CostFacts>(ctx, selectCosts(causesOf(record, sweeps))),
    facts.customer_id === null
      ? []
      : readAlone<CustomerFacts>(ctx, selectCustomer(facts.customer_id, record.network)),
  ]);
  const actors = await readActors(
    ctx,
    audit.map(({ actor }) => actor),
  );
  const required = finality[record.network] ?? null;
  const rows = {
    record,
    facts,
    transfers,
    sweeps,
    events,
    audit,
    actors,
    required,
    now: ctx.now(),
  };
  const summary = itemOf(
    record,
    events.some((event) => event.delivery_status === "failed" && event.url !== null),
  );
  return {
    summary,
    raw: recordOf(record),
    payments: transfers.map((transfer) => paymentOf(transfer, record)),
    timeline: timelineOf(rows),
    fees: {
      gross: summary.received ?? summary.amount,
      fee: summary.fee,
      net: summary.net,
      payer: summary.feePayer,
      network: costs.map((cost) => costOf(cost, sweeps, record.network)),
    },
    webhooks: events.map(webhookOf),
    user: user === undefined ? null : userOf(user),
    payer: facts.payer,
    contacts: contacts.map((row) => ({
      email: row.email,
      refundAddress: row.refund_address,
      language: row.language,
      at: new Date(row.created_at),
    })),
    audit: audit.map((row) => auditOf(row, actors)),
  };
}

/** An invoice's address is its own; a user's is swept again and again, and the next sweep takes the deposit along. */
function readSweeps(
  ctx: Context,
  record: RecordRow,
  { address }: FactsRow,
): Promise<readonly SweepFacts[]> {
  const lasting = record.kind === "deposit";
  const since = lasting ? record.confirmed_at : record.created_at;
  const swept = record.kind === "invoice" || lasting;
  if (!swept || address === null || since === null) return Promise.resolve([]);
  return readAlone<SweepFacts>(ctx, selectSweeps(record.network, address, since, lasting));
}

/** What may have cost something: the withdrawal itself, or sweeps, loans and batches. */
function causesOf(record: RecordRow, sweeps: readonly SweepFacts[]): readonly string[] {
  return [
    record.id,
    ...sweeps.flatMap((sweep) => [
      sweep.id,
      ...sweep.loan_ids,
      ...(sweep.batch_id === null ? [] : [sweep.batch_id]),
    ]),
  ];
}

function costOf(cost: CostFacts, sweeps: readonly SweepFacts[], network: NetworkId): NetworkCost {
  const batch = sweeps.find((sweep) => sweep.batch_id === cost.cause_id);
  const amount = BigInt(cost.amount);
  return {
    purpose: cost.purpose,
    txHash: displayHash(network, cost.tx_hash),
    asset: cost.asset,
    amount,
    share: amount / BigInt(batch?.shared_by ?? 1),
  };
}

function paymentOf(row: TransferFacts, record: RecordRow): DetailPayment {
  const latest = record.latest_height === null ? null : Number(record.latest_height);
  const block = Number(row.height);
  const counted = row.state === "orphaned" || latest === null ? 0 : latest - block + 1;
  return {
    txHash: displayHash(record.network, row.tx_hash),
    logIndex: row.log_index,
    amount: units(BigInt(row.amount_units)),
    block,
    blockTime: new Date(row.block_time),
    from: formatAddress(record.network, row.from_address as Address),
    state: row.state,
    confirmations: Math.max(0, counted),
    late: row.late,
    seenAt: new Date(row.first_seen_at),
    finalAt: row.final_at === null ? null : new Date(row.final_at),
  };
}

function webhookOf(row: EventFacts): DetailWebhook {
  return {
    id: row.id,
    status: row.status,
    url: row.url,
    deliveryStatus: row.delivery_status,
    lastError: row.last_error,
    nextAttemptAt:
      row.delivery_status === "pending" && row.next_attempt_at !== null
        ? new Date(row.next_attempt_at)
        : null,
    createdAt: new Date(row.created_at),
    attempts: row.attempts.map((attempt) => ({
      attempt: attempt.attempt,
      url: attempt.url,
      startedAt: new Date(attempt.started_at),
      durationMs: attempt.duration_ms,
      statusCode: attempt.status_code,
      error: attempt.error,
      responseExcerpt: attempt.response_excerpt,
    })),
  };
}

function userOf(row: CustomerFacts): DetailUser {
  return {
    customerId: row.id,
    userId: row.user_id,
    email: row.email,
    name: row.name,
    isActive: row.is_active,
    since: new Date(row.created_at),
    depositCount: row.deposit_count ?? 0,
    deposited: units(BigInt(row.deposited_units ?? "0")),
  };
}

function auditOf(row: AuditFacts, actors: ReadonlyMap<string, ActorName>): DetailAudit {
  return {
    id: row.id,
    at: new Date(row.created_at),
    actor: actors.get(row.actor) ?? null,
    action: row.action,
    subjectKind: row.subject_kind,
    subjectId: row.subject_id,
    data: row.data,
  };
}
