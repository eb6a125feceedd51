import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A process that is ready to serve. `stop` resolves when it is gone; a second call waits for the first. */
export interface RunningProcess {
  readonly pid: number;
  readonly exited: Promise<Exit>;
  stop(): Promise<void>;
}

/** A signal, and how long to wait for the end before the next one. */
export interface StopStep {
  readonly signal: NodeJS.Signals;
  readonly waitMs: number;
}

/** For programs of the system: nothing of ours, and messages in English. */
export const systemEnv = {
  PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  LC_ALL: "C",
} as unknown as NodeJS.ProcessEnv;

export const gracefulStop: readonly StopStep[] = [
  { signal: "SIGTERM", waitMs: 10_000 },
  { signal: "SIGKILL", waitMs: 5_000 },
];

export type SpawnOptions = Readonly<{
  argv0?: string;
  cwd?: string;
  env: Readonly<Record<string, string | undefined>>;
  user?: Readonly<{ uid: number; gid: number }> | null;
  /** Keep a pipe on the child's standard input: it reads its end when this process dies. */
  lifeline?: boolean;
  stop?: readonly StopStep[];
  onLine?: (line: string) => void;
}>;

/** Spawns a child in its own session (the terminal's Ctrl-C reaches the launcher alone) and reads its output by lines. */
export async function spawnProcess(
  command: string,
  args: readonly string[],
  options: SpawnOptions,
): Promise<RunningProcess> {
  const child = spawn(command, [...args], {
    detached: true,
    env: { ...options.env } as NodeJS.ProcessEnv,
    stdio: [options.lifeline === true ? "pipe" : "ignore", "pipe", "pipe"],
    ...(options.argv0 === undefined ? {} : { argv0: options.argv0 }),
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.user ? { uid: options.user.uid, gid: options.user.gid } : {}),
  });
  const exited = new Promise<Exit>((resolve) => {
    child.once("exit", (code, signal) => resolve({ code, signal }));
  });
  child.stdin?.on("error", () => undefined);
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) readLines(stream, options.onLine ?? (() => undefined));
  }
  await new Promise<void>((resolve, reject) => {
    child.once("spawn", resolve);
    child.once("error", reject);
  });
  let stopping: Promise<void> | null = null;
  const stop = () => {
    stopping ??= stopChild(child, exited, options.stop ?? gracefulStop);
    return stopping;
  };
  return { pid: child.pid ?? 0, exited, stop };
}

function readLines(stream: NodeJS.ReadableStream, onLine: (line: string) => void): void {
  let rest = "";
  stream.setEncoding("utf8");
  stream.on("data", (chunk: string) => {
    const lines = (rest + chunk).split("\n");
    // A child that never ends its line must not fill our memory.
    rest = (lines.pop() ?? "").slice(-65_536);
    for (const line of lines) onLine(line);
  });
  stream.on("end", () => {
    if (rest !== "") onLine(rest);
  });
  stream.on("error", () => undefined);
}

async function stopChild(
  child: ChildProcess,
  exited: Promise<Exit>,
  steps: readonly StopStep[],
): Promise<void> {
  for (const step of steps) {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(step.signal);
    if (await settlesWithin(exited, step.waitMs)) return;
  }
  await exited;
}

/** True when the promise settles within that time. */
export async function settlesWithin(promise: Promise<unknown>, waitMs: number): Promise<boolean> {
  const timer = new AbortController();
  const late = sleep(waitMs, false, { signal: timer.signal, ref: true }).catch(() => false);
  const settled = promise.then(
    () => true,
    () => true,
  );
  const result = await Promise.race([settled, late]);
  timer.abort();
  return result;
}

/** "code 1" or "signal SIGKILL", for a log line. */
export function describeExit(exit: Exit): string {
  return exit.signal === null ? `code ${exit.code ?? "unknown"}` : `signal ${exit.signal}`;
}
