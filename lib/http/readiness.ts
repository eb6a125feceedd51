import type { Config } from "@/lib/config";
import type { Database } from "@/lib/db";
import { getNetwork, isoTime, NETWORKS, type NetworkId } from "@/lib/kit";
import { gauge } from "./metrics";

export interface Check {
  readonly ok: boolean;
  readonly reason?: string;
  readonly [fact: string]: unknown;
}

export interface Readiness {
  readonly status: "ready" | "not_ready";
  readonly checks: Readonly<Record<string, Check>>;
  readonly failing?: readonly string[];
}

interface Beat {
  readonly age_ms: number;
}

interface CursorRow {
  readonly network: NetworkId;
  readonly height: string;
  readonly latest_height: string;
  readonly final_height: string;
  readonly age_ms: number;
  readonly halted_reason: string | null;
}

const DATABASE_PATIENCE_MS = 3_000;
// The worker beats every 2 s.
const BEAT_MAX_MS = 15_000;
const LAG_MAX_SECONDS = 180;
const LAG_MIN_BLOCKS = 20;

/** Whether everything can do its work, check by check. Never throws: an absent database is a failing check. */
export async function checkReadiness(db: Database, config: Config): Promise<Readiness> {
  const read = Promise.all([
    db.sql<Beat[]>`
      select (extract(epoch from now() - at) * 1000)::float8 as age_ms from heartbeats where name = 'worker'`,
    db.sql<CursorRow[]>`
      select network, height, latest_height, final_height, halted_reason,
        (extract(epoch from now() - scanned_at) * 1000)::float8 as age_ms from chain_cursors`,
  ]);
  const found = await Promise.race([read.catch(() => null), nothingAfter(DATABASE_PATIENCE_MS)]);
  const database: Check = found ? { ok: true } : { ok: false, reason: "The database is away" };
  const [beats, cursors] = found ?? [[], []];
  const checks: Record<string, Check> = { database, worker: workerCheck(beats[0], found !== null) };
  for (const { id } of NETWORKS) {
    const cursor = cursors.find((row) => row.network === id);
    checks[id] = chainCheck(id, cursor, config, found !== null);
  }
  const failing = Object.keys(checks).filter((name) => !checks[name]?.ok);
  if (failing.length === 0) return { status: "ready", checks };
  return { status: "not_ready", failing, checks };
}

function nothingAfter(ms: number): Promise<null> {
  return new Promise((resolve) => setTimeout(() => resolve(null), ms).unref());
}

function workerCheck(beat: Beat | undefined, known: boolean): Check {
  if (!known) return { ok: false, reason: "Unknown while the database is away" };
  if (!beat) return { ok: false, reason: "No worker has started yet" };
  const ageMs = Math.round(beat.age_ms);
  if (ageMs > BEAT_MAX_MS) return { ok: false, reason: "The worker does not answer", ageMs };
  return { ok: true, ageMs };
}

function chainCheck(
  id: NetworkId,
  cursor: CursorRow | undefined,
  config: Config,
  known: boolean,
): Check {
  if (!known) return { ok: false, reason: "Unknown while the database is away" };
  if (!cursor) return { ok: false, reason: "No block has been read yet" };
  const head = Number(cursor.latest_height);
  const scanned = Number(cursor.height);
  const lag = Math.max(0, head - scanned);
  gauge("tillgate_chain_head", "Newest block that is known", ["network"]).set(
    { network: id },
    head,
  );
  gauge("tillgate_chain_lag", "Blocks not read yet", ["network"]).set({ network: id }, lag);
  const facts = {
    head,
    scanned,
    final: Number(cursor.final_height),
    lag,
    scannedAt: isoTime(new Date(Date.now() - cursor.age_ms)),
  };
  const reason = chainProblem(id, cursor, lag, config);
  return reason === null ? { ok: true, ...facts } : { ok: false, reason, ...facts };
}

function chainProblem(
  id: NetworkId,
  cursor: CursorRow,
  lag: number,
  config: Config,
): string | null {
  if (cursor.halted_reason !== null) return `Halted: ${cursor.halted_reason}`;
  if (cursor.age_ms > Math.max(60_000, config.scanIntervalMs * 6)) {
    return "Blocks are not being read";
  }
  const most = Math.max(LAG_MIN_BLOCKS, LAG_MAX_SECONDS / getNetwork(id).blockSeconds);
  return lag > most ? "Blocks are being caught up" : null;
}
