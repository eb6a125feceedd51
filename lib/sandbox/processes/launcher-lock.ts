import { linkSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import {
  findRecordedProcess,
  forgetProcess,
  inspectProcess,
  recordProcess,
  stopForeignProcess,
} from "./identity";
import { gracefulStop, type StopStep } from "./running";

/** Another launcher has this data folder. Its message is for the person who typed the command. */
export class AlreadyRunningError extends Error {
  override readonly name = "AlreadyRunningError";
}

/**
 * Takes `<runDir>/launcher.pid` for this process and returns the function that gives it back.
 * Throws AlreadyRunningError while another live process holds it; a dead one's file is replaced.
 */
export function lockRunDir(runDir: string): () => void {
  const pidFile = join(runDir, "launcher.pid");
  const mine = join(runDir, `.launcher-${process.pid}.pid`);
  recordProcess(mine, process.pid);
  try {
    for (let attempt = 0; attempt < 5; attempt += 1) {
      if (tryLink(mine, pidFile)) {
        recordProcess(pidFile, process.pid);
        return () => {
          if (readPid(pidFile) === process.pid) forgetProcess(pidFile);
        };
      }
      const holder = findHolder(pidFile);
      if (holder !== null) throw new AlreadyRunningError(refusal(runDir, holder));
      removeStale(pidFile);
    }
  } finally {
    forgetProcess(mine);
  }
  throw new AlreadyRunningError(`Another launcher is starting on ${runDir}.`);
}

const refusal = (runDir: string, pid: number) =>
  `Tillgate is already running on this data folder (process ${pid}, ${join(runDir, "launcher.pid")}). ` +
  "Stop it first, or set DATA_DIR to another folder.";

/** Linking fails when the name exists: of two launchers that start together one wins. */
function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function readPid(file: string): number | null {
  try {
    return Number.parseInt(readFileSync(file, "utf8"), 10);
  } catch {
    return null;
  }
}

function findHolder(pidFile: string): number | null {
  const recorded = findRecordedProcess(pidFile);
  if (recorded !== null) return recorded === process.pid ? null : recorded;
  // A launcher that linked its file but has not yet written its fingerprint.
  const pid = readPid(pidFile);
  const title = pid === null ? "" : (inspectProcess(pid)?.commandLine ?? "");
  return pid !== null && pid !== process.pid && title.includes("tillgate-launcher") ? pid : null;
}

function removeStale(pidFile: string): void {
  const aside = `${pidFile}.stale-${process.pid}`;
  const stale = readPid(pidFile);
  try {
    renameSync(pidFile, aside);
  } catch {
    return;
  }
  // Between the look and the rename a rival may have put its own file there: give it back.
  if (readPid(aside) !== stale) tryLink(aside, pidFile);
  rmSync(aside, { force: true });
}

// For PostgreSQL SIGTERM means to wait until every session has gone.
const fastPostgresStop: readonly StopStep[] = [
  { signal: "SIGINT", waitMs: 10_000 },
  { signal: "SIGQUIT", waitMs: 5_000 },
];

/** Stops what a launcher that was killed left running, by the files of `runDir`; returns the names it stopped. */
export async function stopLeftovers(runDir: string): Promise<readonly string[]> {
  const stopped: string[] = [];
  const names = readdirSync(runDir)
    .filter((file) => /^[a-z][a-z0-9-]*\.pid$/.test(file) && file !== "launcher.pid")
    .map((file) => file.slice(0, -".pid".length));
  await Promise.all(
    names.map(async (name) => {
      const pidFile = join(runDir, `${name}.pid`);
      const pid = findRecordedProcess(pidFile);
      if (pid !== null && inspectProcess(pid)?.commandLine.includes(`tillgate-${name}`)) {
        await stopForeignProcess(pid, name === "postgres" ? fastPostgresStop : gracefulStop);
        stopped.push(name);
      }
      forgetProcess(pidFile);
    }),
  );
  return stopped.sort();
}
