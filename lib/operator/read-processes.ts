import { type Context, requirePermission } from "@/lib/command";
import { heartbeats } from "@/lib/db";
import type { LoopState, ProcessState } from "./shapes";

/** After so long without a beat a process counts as silent. */
const SILENT_MS = 15_000;

/** The last that spoke of each kind; null: none ever did. */
export interface Processes {
  readonly worker: ProcessState | null;
  readonly signer: ProcessState | null;
}

/** How worker and signer are, by their own word. For operators. Throws scope_missing. */
export async function readProcesses(ctx: Context): Promise<Processes> {
  requirePermission(ctx, "operator");
  const beats = await ctx.db.orm.select().from(heartbeats);
  const find = (kind: ProcessState["kind"]) => {
    const beat = beats.find(({ name }) => name === kind);
    return beat ? processOf(kind, beat, ctx.now()) : null;
  };
  return { worker: find("worker"), signer: find("signer") };
}

function processOf(
  kind: ProcessState["kind"],
  beat: typeof heartbeats.$inferSelect,
  now: Date,
): ProcessState {
  const loops = Object.entries(beat.data).map(([name, health]) => loopOf(name, health));
  return {
    kind,
    id: beat.name,
    seenAt: beat.at,
    silent: now.getTime() - beat.at.getTime() > SILENT_MS,
    loops: loops.sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

/** A loop's health as the process wrote it down. */
function loopOf(name: string, health: unknown): LoopState {
  const { lastOkAt, lastError } = (health ?? {}) as Readonly<Record<string, unknown>>;
  const problem = typeof lastError === "string" ? lastError : null;
  return {
    name,
    state: problem === null ? "ok" : "failing",
    lastOkAt: typeof lastOkAt === "number" ? new Date(lastOkAt) : null,
    problem,
  };
}
