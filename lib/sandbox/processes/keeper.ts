import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { forgetProcess, recordProcess } from "./identity";
import { type LogFile, openLogFile } from "./log-file";
import { describeExit, type RunningProcess } from "./running";
import type { Service } from "./service";

// The first restart is immediate; what dies again and again is given time.
const restartWaitsMs = [0, 500, 1_000, 2_000, 5_000, 10_000] as const;
const healthyAfterMs = 60_000;

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
export class Keeper {
  readonly service: Service;
  readonly #options: KeeperOptions;
  readonly #pidFile: string;
  readonly #logFile: LogFile;
  readonly #ending = new AbortController();
  #running: RunningProcess | null = null;
  #restarts = 0;
  #failures = 0;
  #work: Promise<void> = Promise.resolve();

  constructor(service: Service, options: KeeperOptions) {
    this.service = service;
    this.#options = options;
    this.#pidFile = join(options.runDir, `${service.name}.pid`);
    this.#logFile = openLogFile(join(options.logDir, `${service.name}.log`));
  }

  /** Resolves when the service is ready; rejects when a critical one fails its first start. */
  async start(): Promise<void> {
    const started = this.#launch().then(
      (process) => {
        this.#work = this.#keep(process);
      },
      (error: unknown) => {
        if (this.service.critical !== false || this.#isEnding()) throw error;
        this.#say(`did not start: ${reason(error)}`);
        this.#work = this.#keep(null);
      },
    );
    this.#work = started.catch(() => undefined);
    await started;
  }

  async stop(): Promise<void> {
    this.#ending.abort();
    await this.#running?.stop();
    // `#work` is replaced once, when the first start is over.
    await this.#work;
    await this.#work;
    forgetProcess(this.#pidFile);
    this.#logFile.close();
  }

  status(): KeeperStatus {
    return {
      name: this.service.name,
      pid: this.#running?.pid ?? null,
      ready: this.#running !== null,
      restarts: this.#restarts,
    };
  }

  async #launch(): Promise<RunningProcess> {
    try {
      const started = await this.service.start({
        log: (line) => this.#logFile.write(line),
        spawned: (pid) => this.#record(pid),
        signal: this.#ending.signal,
      });
      this.#running = started;
      this.#record(started.pid);
      if (this.#isEnding()) await started.stop();
      return started;
    } catch (error) {
      forgetProcess(this.#pidFile);
      throw error;
    }
  }

  async #keep(first: RunningProcess | null): Promise<void> {
    let current = first ?? (await this.#revive());
    while (current !== null) {
      const since = Date.now();
      const exit = await current.exited;
      this.#running = null;
      forgetProcess(this.#pidFile);
      if (this.#isEnding()) return;
      if (Date.now() - since >= healthyAfterMs) this.#failures = 0;
      this.#say(`ended by itself (${describeExit(exit)}); starting it again`);
      current = await this.#revive();
    }
  }

  async #revive(): Promise<RunningProcess | null> {
    for (;;) {
      const waitMs = restartWaitsMs[Math.min(this.#failures, restartWaitsMs.length - 1)] ?? 0;
      this.#failures += 1;
      await sleep(waitMs, undefined, { signal: this.#ending.signal }).catch(() => undefined);
      if (this.#isEnding()) return null;
      try {
        const revived = await this.#launch();
        this.#restarts += 1;
        this.#say("runs again");
        return revived;
      } catch (error) {
        this.#say(`did not start: ${reason(error)}`);
      }
    }
  }

  /** A folder that was removed under us must not cost us the process we have just started. */
  #record(pid: number): void {
    try {
      recordProcess(this.#pidFile, pid);
    } catch (error) {
      this.#say(`has no pid file: ${reason(error)}`);
    }
  }

  #isEnding(): boolean {
    return this.#ending.signal.aborted;
  }

  #say(words: string): void {
    if (!this.#isEnding()) this.#options.log(`${this.service.name} ${words}`);
  }
}

const reason = (error: unknown) => (error instanceof Error ? error.message : String(error));
