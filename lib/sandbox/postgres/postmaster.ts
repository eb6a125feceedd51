import { existsSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  findRecordedProcess,
  inspectProcess,
  type StopStep,
  stopForeignProcess,
} from "@/lib/sandbox/processes";

/** Fast shutdown, then immediate (recovery at the next start), then none of its own will. */
export const postmasterStop: readonly StopStep[] = [
  { signal: "SIGINT", waitMs: 10_000 },
  { signal: "SIGQUIT", waitMs: 3_000 },
  { signal: "SIGKILL", waitMs: 3_000 },
];

/** The file that names who started the server of this cluster. */
export const starterFile = (clusterDir: string) => join(dirname(clusterDir), "starter.pid");

/**
 * Ends what an earlier start left on this cluster: a server without its starter is stopped, and a lock file that
 * names a process which is no server of this cluster is removed once nothing uses its shared memory any more.
 * Throws when the server belongs to another process that lives.
 */
export async function stopPostmaster(clusterDir: string): Promise<void> {
  const lock = join(clusterDir, "postmaster.pid");
  if (!existsSync(lock)) return;
  const lines = readFileSync(lock, "utf8").split("\n");
  const pid = Number(lines[0]);
  if (isServerOf(pid, clusterDir)) {
    const starter = findRecordedProcess(starterFile(clusterDir));
    if (starter !== null) {
      throw new Error(`The database in ${clusterDir} is in use by process ${starter}.`);
    }
    await stopForeignProcess(pid, postmasterStop);
  }
  await untilDetached(lines[6]);
  if (existsSync(lock) && !isServerOf(pid, clusterDir)) rmSync(lock);
}

function isServerOf(pid: number, clusterDir: string): boolean {
  const commandLine = inspectProcess(pid)?.commandLine ?? "";
  return commandLine.includes("postgres") && commandLine.includes(clusterDir);
}

/**
 * Sessions outlive a killed server by a moment, and must be gone before another opens the same files. The lock's
 * seventh line is the key and the id of their shared memory.
 */
async function untilDetached(memory: string | undefined): Promise<void> {
  const id = memory?.trim().split(/\s+/)[1];
  if (process.platform !== "linux" || id === undefined) {
    await sleep(1_000);
    return;
  }
  const until = Date.now() + 15_000;
  while (countAttached(id) > 0) {
    if (Date.now() > until) throw new Error("sessions of a killed PostgreSQL do not end");
    await sleep(50);
  }
}

function countAttached(id: string): number {
  const table = readFileSync("/proc/sysvipc/shm", "utf8").split("\n").slice(1);
  const row = table.map((line) => line.trim().split(/\s+/)).find((cells) => cells[1] === id);
  return Number(row?.[6] ?? 0);
}
