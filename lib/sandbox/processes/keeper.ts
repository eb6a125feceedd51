import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { forgetProcess, recordProcess } from "./identity";
import { openLogFile } from "./log-file";
import { describeExit, type RunningProcess } from "./running";
import type { Service } from "./service";

// The first restart is immediate; what dies again and again is given time.
const restartWaitsMs = [0, 500, 1_000, 2_000, 5_000, 10_000] as const;
const healthyAfterMs = 60_000;

export interface Keeper {
  readonly service: Service;
  /** Resolves when the service is ready; rejects when a critical one fails its first start. */
  start(): Promise<void>;
  stop(): Promise<void>;
  status(): KeeperStatus;
}

export interface KeeperStatus {
  readonly name: string;
  readonly pid: number | null;
  readonly ready: boolean;
  readonly restarts: number;
}

export interface KeeperOptions {
  readonly runDir: string;
  readonly logDir: string;
  readonly log: (line: string) => void;
}

/** Keeps one service running from `start` to `stop`. */
export function createKeeper(service: Service, options: KeeperOptions): Keeper {
  const pidFile = join(options.runDir, `${service.name}.pid`);
  const logFile = openLogFile(join(options.logDir, `${service.name}.log`));
  const ending = new AbortController();
  let running: RunningProcess | null = null;
  let restarts = 0;
  let failures = 0;
  let work: Promise<void> = Promise.resolve();

  const launch = async (): Promise<RunningProcess> => {
    const started = await service.start({
      log: (line) => logFile.write(line),
      spawned: (pid) => recordProcess(pidFile, pid),
      signal: ending.signal,
    });
    recordProcess(pidFile, started.pid);
    running = started;
    if (ending.signal.aborted) await started.stop();
    return started;
  };

  const revive = async (): Promise<RunningProcess | null> => {
    for (;;) {
      const waitMs = restartWaitsMs[Math.min(failures, restartWaitsMs.length - 1)] ?? 0;
      failures += 1;
      await sleep(waitMs, undefined, { signal: ending.signal }).catch(() => undefined);
      if (ending.signal.aborted) return null;
      try {
        const revived = await launch();
        restarts += 1;
        if (!ending.signal.aborted) options.log(`${service.name} runs again`);
        return revived;
      } catch (error) {
        if (!ending.signal.aborted) options.log(`${service.name} did not start: ${reason(error)}`);
      }
    }
  };

  const keep = async (first: RunningProcess | null): Promise<void> => {
    let current = first ?? (await revive());
    while (current !== null) {
      const since = Date.now();
      const exit = await current.exited;
      running = null;
      forgetProcess(pidFile);
      if (ending.signal.aborted) return;
      if (Date.now() - since >= healthyAfterMs) failures = 0;
      options.log(`${service.name} ended by itself (${describeExit(exit)}); starting it again`);
      current = await revive();
    }
  };

  return {
    service,
    async start() {
      const first = launch();
      const started = first.then(
        (process) => {
          work = keep(process);
        },
        (error: unknown) => {
          forgetProcess(pidFile);
          if (service.critical !== false || ending.signal.aborted) throw error;
          options.log(`${service.name} did not start: ${reason(error)}`);
          work = keep(null);
        },
      );
      work = started.catch(() => undefined);
      await started;
    },
    async stop() {
      ending.abort();
      await running?.stop();
      // `work` is replaced once, when the first start is over.
      await work;
      await work;
      forgetProcess(pidFile);
      logFile.close();
    },
    status: () => ({
      name: service.name,
      pid: running?.pid ?? null,
      ready: running !== null,
      restarts,
    }),
  };
}

const reason = (error: unknown) => (error instanceof Error ? error.message : String(error));
