import { setTimeout as sleep } from "node:timers/promises";
import { exitWithParentFlag } from "@/lib/kit/process-lifetime";
import { describeExit, type RunningProcess, type SpawnOptions, spawnProcess } from "./running";

export interface ServiceContext {
  /** One line for `$DATA_DIR/logs/<name>.log`. */
  log(line: string): void;
  /** The number of the process, as soon as there is one, before it is ready. */
  spawned(pid: number): void;
  /** Aborted when the supervisor stops while the service is still starting. */
  readonly signal: AbortSignal;
}

/** Something the supervisor keeps running. `start` resolves when it is ready, and is called again after it died. */
export interface Service {
  readonly name: string;
  /** Names of services that start before this one and stop after it. */
  readonly dependsOn?: readonly string[];
  /** False: a failing first start is tried again in the background instead of failing the whole start. */
  readonly critical?: boolean;
  start(context: ServiceContext): Promise<RunningProcess>;
}

export type Readiness =
  | Readonly<{ line: (line: string) => boolean }>
  | Readonly<{ probe: () => Promise<boolean> }>;

export type ChildService = Readonly<{
  name: string;
  command: string;
  args: readonly string[];
  env: SpawnOptions["env"];
  cwd?: string;
  argv0?: string;
  ready: Readiness;
  readyTimeoutMs?: number;
  stop?: SpawnOptions["stop"];
  dependsOn?: readonly string[];
  critical?: boolean;
}>;

/** A service that is one child process, ready by a line of its output or by a probe. */
export function childService(options: ChildService): Service {
  return {
    name: options.name,
    ...(options.dependsOn === undefined ? {} : { dependsOn: options.dependsOn }),
    ...(options.critical === undefined ? {} : { critical: options.critical }),
    start: (context) => startChild(options, context),
  };
}

export type NodeService = Omit<ChildService, "command" | "args" | "argv0"> &
  Readonly<{ file: string; args?: readonly string[]; nodeArgs?: readonly string[] }>;

/** A service that is a TypeScript main of ours, run by `scripts/run.mjs`; it must call `exitWithParent()`. */
export function nodeService(options: NodeService): Service {
  const { file, args = [], nodeArgs = [], ...rest } = options;
  return childService({
    ...rest,
    command: process.execPath,
    args: [
      `--title=tillgate-${options.name}`,
      ...nodeArgs,
      "scripts/run.mjs",
      file,
      ...args,
      exitWithParentFlag,
    ],
  });
}

async function startChild(options: ChildService, context: ServiceContext): Promise<RunningProcess> {
  const lines = new Set<(line: string) => void>();
  const recent: string[] = [];
  const running = await spawnProcess(options.command, options.args, {
    env: options.env,
    lifeline: true,
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.argv0 === undefined ? {} : { argv0: options.argv0 }),
    ...(options.stop === undefined ? {} : { stop: options.stop }),
    onLine: (line) => {
      context.log(line);
      recent.push(line);
      if (recent.length > 20) recent.shift();
      for (const listener of lines) listener(line);
    },
  });
  context.spawned(running.pid);
  const { ready } = options;
  const waiting = new AbortController();
  const becameReady =
    "line" in ready
      ? new Promise<void>((resolve) => {
          lines.add((line) => {
            if (ready.line(line)) resolve();
          });
        })
      : probeUntilTrue(ready.probe, waiting.signal);
  try {
    await Promise.race([becameReady, refuseWhenOver(options, running, context, waiting, recent)]);
  } catch (error) {
    await running.stop();
    throw error;
  } finally {
    waiting.abort();
    lines.clear();
  }
  return running;
}

/** Rejects when the child ends, takes too long or is not wanted any more; never resolves. */
async function refuseWhenOver(
  options: ChildService,
  running: RunningProcess,
  context: ServiceContext,
  waiting: AbortController,
  recent: readonly string[],
): Promise<never> {
  const timeoutMs = options.readyTimeoutMs ?? 60_000;
  const why = await Promise.race([
    running.exited.then((exit) => `ended with ${describeExit(exit)} before it was ready`),
    sleep(timeoutMs, `was not ready within ${timeoutMs / 1000} s`, { signal: waiting.signal }),
    new Promise<string>((resolve) => {
      const stop = () => resolve("was stopped while starting");
      if (context.signal.aborted) stop();
      context.signal.addEventListener("abort", stop, { signal: waiting.signal });
    }),
  ]).catch(() => "");
  const tail = recent.length === 0 ? "" : `\n${recent.map((line) => `  ${line}`).join("\n")}`;
  throw new Error(`${options.name} ${why}${tail}`);
}

async function probeUntilTrue(probe: () => Promise<boolean>, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    if (await probe().catch(() => false)) return;
    await sleep(100, undefined, { signal }).catch(() => undefined);
  }
}
