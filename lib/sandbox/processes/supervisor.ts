import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Keeper, type KeeperStatus } from "./keeper";
import { lockRunDir, stopLeftovers } from "./launcher-lock";
import type { Service } from "./service";

export interface SupervisorOptions {
  /** `run` and `logs` are made in it. */
  readonly dataDir: string;
  /** One line for the person at the terminal. */
  readonly log: (line: string) => void;
  /** False leaves SIGINT, SIGTERM and SIGHUP to the caller. */
  readonly handleSignals?: boolean;
}

export interface Supervisor {
  /** Resolves when the service, and before it all it depends on that is being started, is ready. */
  start(service: Service): Promise<void>;
  /** Starts several, in parallel as far as `dependsOn` allows. */
  startAll(services: readonly Service[]): Promise<void>;
  /** Stops every service, dependents first; what does not end within its grace is killed. */
  stop(): Promise<void>;
  /** Settles when everything has stopped, whoever asked for it. */
  readonly stopped: Promise<void>;
  readonly stopping: AbortSignal;
  status(): readonly KeeperStatus[];
}

/**
 * Takes the data folder for this process, stops what a killed launcher left behind, and returns the supervisor.
 * Throws AlreadyRunningError when another launcher has the folder.
 */
export async function supervise(options: SupervisorOptions): Promise<Supervisor> {
  const runDir = join(options.dataDir, "run");
  const logDir = join(options.dataDir, "logs");
  for (const dir of [runDir, logDir]) mkdirSync(dir, { recursive: true });
  process.title = "tillgate-launcher";
  const unlock = lockRunDir(runDir);
  const leftovers = await stopLeftovers(runDir).catch((error: unknown) => {
    unlock();
    throw error;
  });
  if (leftovers.length > 0) {
    options.log(`Stopped what an earlier start left running: ${leftovers.join(", ")}`);
  }
  const keepers = new Map<string, Keeper>();
  const starts = new Map<string, Promise<void>>();
  const stopping = new AbortController();

  const start = (service: Service): Promise<void> => {
    if (stopping.signal.aborted) return Promise.reject(new Error("the supervisor is stopping"));
    if (keepers.has(service.name)) {
      return Promise.reject(new Error(`${service.name} is already supervised`));
    }
    const keeper = new Keeper(service, { runDir, logDir, log: options.log });
    keepers.set(service.name, keeper);
    const started = startAfter(keeper, starts, stopping.signal);
    starts.set(service.name, started);
    started.catch(() => undefined);
    return started;
  };

  const { stop, stopped } = createStop(keepers, stopping, () => {
    removeHandlers();
    unlock();
  });
  const removeHandlers = options.handleSignals === false ? () => undefined : onSignals(stop);
  return {
    start,
    startAll: async (services) => {
      const all = await Promise.allSettled(inStartOrder(services).map(start));
      for (const result of all) if (result.status === "rejected") throw result.reason;
    },
    stop,
    stopped,
    stopping: stopping.signal,
    status: () => [...keepers.values()].map((keeper) => keeper.status()),
  };
}

async function startAfter(
  keeper: Keeper,
  starts: ReadonlyMap<string, Promise<void>>,
  stopping: AbortSignal,
): Promise<void> {
  const { name, dependsOn = [] } = keeper.service;
  for (const needed of dependsOn) {
    const start = starts.get(needed);
    if (start === undefined) throw new Error(`${name} depends on ${needed}, which is not started`);
    await start;
  }
  if (stopping.aborted) throw new Error(`${name} was not started: the supervisor is stopping`);
  await keeper.start();
}

/** Dependencies first; throws when they form a circle. */
function inStartOrder(services: readonly Service[]): readonly Service[] {
  const ordered: Service[] = [];
  const visit = (service: Service, path: readonly string[]) => {
    if (ordered.includes(service)) return;
    if (path.includes(service.name)) {
      throw new Error(`services depend on each other: ${[...path, service.name].join(" → ")}`);
    }
    for (const needed of service.dependsOn ?? []) {
      const other = services.find((candidate) => candidate.name === needed);
      if (other) visit(other, [...path, service.name]);
    }
    ordered.push(service);
  };
  for (const service of services) visit(service, []);
  return ordered;
}

function createStop(
  keepers: ReadonlyMap<string, Keeper>,
  stopping: AbortController,
  afterwards: () => void,
): { stop: () => Promise<void>; stopped: Promise<void> } {
  let settle: (() => void) | undefined;
  const stopped = new Promise<void>((resolve) => {
    settle = resolve;
  });
  let work: Promise<void> | null = null;
  const stop = () => {
    if (work === null) {
      stopping.abort();
      work = stopDependentsFirst(keepers).then(() => {
        afterwards();
        settle?.();
      });
    }
    return work;
  };
  return { stop, stopped };
}

async function stopDependentsFirst(keepers: ReadonlyMap<string, Keeper>): Promise<void> {
  const all = [...keepers.values()].reverse();
  const stops = new Map<string, Promise<void>>();
  const stopOne = (keeper: Keeper): Promise<void> => {
    const { name } = keeper.service;
    const known = stops.get(name);
    if (known !== undefined) return known;
    const dependents = all.filter((other) => other.service.dependsOn?.includes(name));
    const stop = Promise.all(dependents.map(stopOne)).then(() => keeper.stop());
    stops.set(name, stop);
    return stop;
  };
  await Promise.all(all.map(stopOne));
}

function onSignals(stop: () => Promise<void>): () => void {
  // Later signals change nothing: Ctrl-C under npm arrives twice, from the terminal and from npm.
  const handle = () => void stop();
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.on(signal, handle);
  return () => {
    for (const signal of signals) process.off(signal, handle);
  };
}
