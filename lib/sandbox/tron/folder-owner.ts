import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { findRecordedProcess, forgetProcess, recordProcess } from "@/lib/sandbox/processes";

const POLL_MS = 50;

/**
 * Makes this process the folder's only writer: two would mix their blocks. A node whose launcher was killed lives a
 * moment longer, so it is waited for. Resolves to what gives the folder free; rejects when it stays taken.
 */
export async function ownFolder(dataDir: string, waitMs: number): Promise<() => void> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const file = join(dataDir, "owner.pid");
  const until = Date.now() + waitMs;
  for (let owner = findRecordedProcess(file); owner !== null; owner = findRecordedProcess(file)) {
    if (Date.now() > until) throw new Error(`${dataDir} is in use by process ${owner}`);
    await sleep(POLL_MS);
  }
  recordProcess(file, process.pid);
  return () => forgetProcess(file);
}
