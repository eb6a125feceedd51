import type { ActorName } from "@/lib/command";
import { displayHash, type Units, units } from "@/lib/kit";
import type { AuditFacts, EventFacts, FactsRow, SweepFacts, TransferFacts } from "./detail-rows";
import type { RecordRow } from "./record-rows";

export type TimelineKind =
  | "created"
  | "extended"
  | "seen"
  | "unwound"
  | "final"
  | "paid"
  | "confirmed"
  | "failed"
  | "cancelled"
  | "approved"
  | "rejected"
  | "sent"
  | "completed"
  | "settled"
  | "blocked"
  | "sweep_planned"
  | "swept"
  | "told"
  | "webhook_attempt"
  | "webhook_retried"
  | "expires";

/** One step in a record's life. */
export interface TimelineEntry {
  readonly kind: TimelineKind;
  /** Null: nobody wrote down when; it stands where it belongs. */
  readonly at: Date | null;
  readonly actor: ActorName | null;
  /** As explorers write it. */
  readonly txHash: string | null;
  readonly amount: Units | null;
  /** Of a payment that is not final yet: blocks from its own to the newest, and how many make it final (null: unknown). */
  readonly confirmations: { readonly have: number; readonly required: number | null } | null;
  readonly statusCode: number | null;
  readonly durationMs: number | null;
  /** A reason, an error, or the status word that was told. */
  readonly text: string | null;
}

export interface TimelineRows {
  readonly record: RecordRow;
  readonly facts: FactsRow;
  readonly transfers: readonly TransferFacts[];
  readonly sweeps: readonly SweepFacts[];
  readonly events: readonly EventFacts[];
  readonly audit: readonly AuditFacts[];
  readonly actors: ReadonlyMap<string, ActorName>;
  /** Blocks that make a payment final on the record's network; null: unknown. */
  readonly required: number | null;
  readonly now: Date;
}

type Step = Partial<TimelineEntry> & Pick<TimelineEntry, "kind">;
interface Placed {
  readonly entry: TimelineEntry;
  /** Where it stands (ms); entries of one moment stand in the order in which they were made. */
  readonly place: number;
}

/** What happened to a record, the oldest first, from its rows alone; what is still to come stands last (D-10). */
export function timelineOf(rows: TimelineRows): readonly TimelineEntry[] {
  const placed = [
    ...ownSteps(rows),
    ...rows.transfers.flatMap((transfer) => transferSteps(transfer, rows)),
    ...rows.sweeps.flatMap((sweep) => sweepSteps(sweep, rows.record)),
    ...rows.events.flatMap(eventSteps),
    ...rows.audit
      .filter(({ action }) => action === "webhook.retried")
      .flatMap((row) =>
        step(row.created_at, { kind: "webhook_retried", actor: actorOf(row, rows) }),
      ),
  ];
  return placed.sort((a, b) => a.place - b.place).map(({ entry }) => entry);
}

function step(at: string | null | undefined, facts: Step, place = at): Placed[] {
  if (place === null || place === undefined) return [];
  const entry: TimelineEntry = {
    at: at == null ? null : new Date(at),
    actor: null,
    txHash: null,
    amount: null,
    confirmations: null,
    statusCode: null,
    durationMs: null,
    text: null,
    ...facts,
  };
  return [{ entry, place: Date.parse(place) }];
}

/** The audit log's line of such an action about the record, the last one. */
function lineOf(rows: TimelineRows, ...actions: readonly string[]): AuditFacts | undefined {
  return rows.audit.findLast(
    ({ action, subject_id }) =>
      subject_id === rows.record.id && actions.some((end) => action.endsWith(`.${end}`)),
  );
}

function actorOf(line: AuditFacts | undefined, { actors }: TimelineRows): ActorName | null {
  return line === undefined ? null : (actors.get(line.actor) ?? null);
}

function ownSteps(rows: TimelineRows): Placed[] {
  const { record, facts } = rows;
  const by = (...actions: readonly string[]) => actorOf(lineOf(rows, ...actions), rows);
  const created = step(record.created_at, {
    kind: "created",
    actor: by("created"),
    amount: units(BigInt(record.amount_units)),
  });
  if (record.kind === "deposit") {
    const confirmed = step(record.confirmed_at, { kind: "confirmed" });
    return record.status === "failed"
      ? [...created, ...step(null, { kind: "failed", text: record.reason }, record.created_at)]
      : [...created, ...confirmed];
  }
  if (record.kind !== "invoice") return [...created, ...outwardSteps(rows)];
  const open = record.status === "initiated";
  return [
    ...created,
    ...step(facts.extended_at, { kind: "extended", actor: by("extended") }),
    ...step(facts.failed_at, { kind: "failed", text: record.reason }),
    ...step(facts.cancelled_at, {
      kind: "cancelled",
      actor: by("cancelled"),
      text: record.remarks,
    }),
    ...step(facts.settled_at, { kind: "paid" }),
    ...step(record.confirmed_at, { kind: "confirmed" }),
    ...(open ? step(record.expires_at, { kind: "expires" }) : []),
  ];
}

/** Money that goes out: decided by people, sent by the worker. */
function outwardSteps(rows: TimelineRows): Placed[] {
  const { record, facts } = rows;
  const hash = record.tx_hash === null ? null : displayHash(record.network, record.tx_hash);
  const line = (...actions: readonly string[]) => lineOf(rows, ...actions);
  const ended = record.status === "failed" || record.status === "rejected" ? record.status : null;
  const end = ended === null ? undefined : line(ended);
  const attempts = rows.audit.filter(({ action }) => /\.(sent|signed_anew)$/.test(action));
  return [
    ...step(facts.approved_at, { kind: "approved", actor: actorOf(line("approved"), rows) }),
    ...attempts.flatMap((row) => step(row.created_at, { kind: "sent" })),
    ...step(record.confirmed_at, { kind: "completed", txHash: hash }),
    ...step(facts.settled_at, { kind: "settled", txHash: hash }),
    ...(ended === null
      ? []
      : step(record.processed_at, {
          kind: ended,
          actor: actorOf(end, rows),
          text: ended === "rejected" ? record.remarks : record.reason,
        })),
    ...(facts.blocked_reason === null
      ? []
      : step(null, { kind: "blocked", text: facts.blocked_reason }, rows.now.toISOString())),
  ];
}

function transferSteps(transfer: TransferFacts, { record, required }: TimelineRows): Placed[] {
  const about = {
    txHash: displayHash(record.network, transfer.tx_hash),
    amount: units(BigInt(transfer.amount_units)),
  };
  const latest = record.latest_height === null ? null : Number(record.latest_height);
  const have = latest === null ? 0 : Math.max(0, latest - Number(transfer.height) + 1);
  const open = transfer.state === "seen";
  return [
    ...step(transfer.first_seen_at, {
      kind: "seen",
      ...about,
      confirmations: open ? { have, required } : null,
      text: transfer.late ? "late" : null,
    }),
    ...(transfer.state === "orphaned"
      ? step(null, { kind: "unwound", ...about }, transfer.first_seen_at)
      : []),
    ...step(transfer.final_at, { kind: "final", ...about }),
  ];
}

function sweepSteps(sweep: SweepFacts, { network }: RecordRow): Placed[] {
  const amount = units(BigInt(sweep.amount_units));
  const txHash = sweep.tx_hash === null ? null : displayHash(network, sweep.tx_hash);
  const blocked = sweep.settled_at === null ? sweep.blocked_reason : null;
  return [
    ...step(sweep.created_at, { kind: "sweep_planned", amount, text: blocked }),
    ...step(sweep.settled_at, { kind: "swept", amount, txHash }),
  ];
}

function eventSteps(event: EventFacts): Placed[] {
  return [
    ...step(event.created_at, { kind: "told", text: event.status }),
    ...event.attempts.flatMap((attempt) =>
      step(attempt.started_at, {
        kind: "webhook_attempt",
        statusCode: attempt.status_code,
        durationMs: attempt.duration_ms,
        text: attempt.error,
      }),
    ),
  ];
}
