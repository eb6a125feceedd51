import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { type StopStep, systemEnv } from "./running";

export interface ProcessFacts {
  readonly commandLine: string;
  /** Tells this process from a later one with the same number. */
  readonly fingerprint: string;
}

/** What runs under a process number now; null when nothing does, or only a zombie. */
export function inspectProcess(pid: number): ProcessFacts | null {
  if (!Number.isInteger(pid) || pid <= 0) return null;
  return process.platform === "linux" ? inspectByProc(pid) : inspectByPs(pid);
}

function inspectByProc(pid: number): ProcessFacts | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is the name in parentheses and may itself hold spaces and parentheses.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields[0] === "Z" || fields[0] === "X") return null;
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    const commandLine = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
    return { commandLine, fingerprint: `${boot}:${fields[19] ?? ""}` };
  } catch {
    return null;
  }
}

function inspectByPs(pid: number): ProcessFacts | null {
  try {
    const ps = (field: string) =>
      execFileSync("ps", ["-p", String(pid), "-o", `${field}=`], {
        encoding: "utf8",
        env: systemEnv,
        stdio: ["ignore", "pipe", "ignore"],
      }).trim();
    if (ps("state").startsWith("Z")) return null;
    return { commandLine: ps("command"), fingerprint: ps("lstart") };
  } catch {
    return null;
  }
}

const identityFile = (pidFile: string) => pidFile.replace(/(\.pid)?$/, ".id");

/** Writes the number into `pidFile` (nothing else, for programs) and the fingerprint beside it. */
export function recordProcess(pidFile: string, pid: number): void {
  writeFileSync(identityFile(pidFile), inspectProcess(pid)?.fingerprint ?? "");
  writeFileSync(pidFile, `${pid}\n`);
}

export function forgetProcess(pidFile: string): void {
  rmSync(pidFile, { force: true });
  rmSync(identityFile(pidFile), { force: true });
}

/** The number in the file if that very process still lives; a later process with its number does not count. */
export function findRecordedProcess(pidFile: string): number | null {
  try {
    const pid = Number.parseInt(readFileSync(pidFile, "utf8"), 10);
    const fingerprint = readFileSync(identityFile(pidFile), "utf8");
    return inspectProcess(pid)?.fingerprint === fingerprint ? pid : null;
  } catch {
    return null;
  }
}

/** Stops a process that is no child of ours, by the steps given, and resolves when it is gone. */
export async function stopForeignProcess(pid: number, steps: readonly StopStep[]): Promise<void> {
  const fingerprint = inspectProcess(pid)?.fingerprint;
  const alive = () => fingerprint !== undefined && inspectProcess(pid)?.fingerprint === fingerprint;
  for (const step of steps) {
    if (!alive()) return;
    try {
      process.kill(pid, step.signal);
    } catch {
      return;
    }
    const until = Date.now() + step.waitMs;
    // The system announces the end of a stranger's process to its parent alone, so this one asks.
    while (alive() && Date.now() < until) await sleep(25);
  }
  if (alive()) throw new Error(`process ${pid} could not be stopped`);
}
