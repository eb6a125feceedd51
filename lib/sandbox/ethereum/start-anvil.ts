import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import {
  describeExit,
  findRecordedProcess,
  forgetProcess,
  inspectProcess,
  type RunningProcess,
  recordProcess,
  type StopStep,
  spawnProcess,
  stopForeignProcess,
  systemEnv,
  watchOver,
} from "@/lib/sandbox/processes";
import { keepBackup, restoreBackup, restoreState, type StateAtStart } from "./state-file";
import { endWhenLarge, type StateLimit, trimState } from "./state-size";

const require = createRequire(import.meta.url);

export interface AnvilOptions {
  /** 0 takes a free one, which `port` of the result names. */
  readonly port: number;
  /** Where the chain is kept; null keeps it in memory only. */
  readonly statePath: string | null;
  readonly chainId: number;
  readonly mnemonic: string;
  readonly blockTimeSeconds: number;
  /** Names the process, so that the next start can end one that outlived us. */
  readonly pidFile?: string;
  /** Bounds the state; the chain then ends now and then, for the supervisor to start it again. */
  readonly stateLimit?: StateLimit;
  /** Another anvil (ANVIL_BIN) than the npm package's. */
  readonly binary?: string;
  /** More of anvil's own arguments, such as `["--slots-in-an-epoch", "1"]`. */
  readonly args?: readonly string[];
  readonly log?: (line: string) => void;
}

export interface RunningAnvil extends RunningProcess {
  readonly port: number;
  readonly url: string;
  readonly stateAtStart: StateAtStart;
}

const stopSteps: readonly StopStep[] = [
  { signal: "SIGTERM", waitMs: 5_000 },
  { signal: "SIGKILL", waitMs: 3_000 },
];

/** The anvil of the npm package for this platform. */
export function findAnvil(): string {
  const arch = process.arch === "x64" ? "amd64" : process.arch;
  const name = `@foundry-rs/anvil-${process.platform}-${arch}`;
  try {
    return require.resolve(`${name}/bin/anvil`);
  } catch (cause) {
    throw new Error(`${name} is not installed here: set ANVIL_BIN to an anvil of yours.`, {
      cause,
    });
  }
}

/**
 * Starts a local Ethereum chain on 127.0.0.1 and resolves when it listens. It ends with this process, however that
 * ends. Its state is saved every second; a torn file is replaced by the copy of a second before.
 */
export async function startAnvil(options: AnvilOptions): Promise<RunningAnvil> {
  const { statePath } = options;
  if (options.pidFile !== undefined) {
    mkdirSync(dirname(options.pidFile), { recursive: true });
    await stopOrphan(options.pidFile);
  }
  if (statePath === null) return { ...(await spawnAnvil(options)), stateAtStart: "new" };
  mkdirSync(dirname(statePath), { recursive: true });
  let stateAtStart = restoreState(statePath);
  if (options.stateLimit !== undefined) trimState(statePath, options.stateLimit);
  let anvil: ListeningAnvil;
  try {
    anvil = await spawnAnvil(options);
  } catch (error) {
    // A state may end as it should and still not be one: anvil then says so and exits.
    const refused = error instanceof Error && /state|deserialize|JSON|EOF/i.test(error.message);
    if (!refused || stateAtStart !== "whole" || !restoreBackup(statePath)) throw error;
    stateAtStart = "restored";
    anvil = await spawnAnvil(options);
  }
  const endBackup = keepBackup(statePath);
  void anvil.exited.then(endBackup);
  if (options.stateLimit !== undefined) endWhenLarge(anvil, statePath, options.stateLimit);
  return { ...anvil, stateAtStart };
}

type ListeningAnvil = Omit<RunningAnvil, "stateAtStart">;

async function stopOrphan(pidFile: string): Promise<void> {
  const pid = findRecordedProcess(pidFile);
  if (pid !== null && inspectProcess(pid)?.commandLine.includes("tillgate-ethereum")) {
    await stopForeignProcess(pid, stopSteps);
  }
  forgetProcess(pidFile);
}

async function spawnAnvil(options: AnvilOptions): Promise<ListeningAnvil> {
  const recent: string[] = [];
  let tellPort = (_: number) => {};
  const listening = new Promise<number>((resolve) => {
    tellPort = resolve;
  });
  const running = await spawnProcess(options.binary ?? findAnvil(), anvilArgs(options), {
    argv0: "tillgate-ethereum",
    env: systemEnv,
    stop: stopSteps,
    onLine: (line) => {
      options.log?.(line);
      recent.push(line);
      if (recent.length > 20) recent.shift();
      // The child's own word: a call to the port could be answered by a stranger.
      const port = /Listening on 127\.0\.0\.1:(\d+)/.exec(line)?.[1];
      if (port !== undefined) tellPort(Number(port));
    },
  });
  watchOver(running, { politely: "SIGTERM", finally: "SIGKILL", graceSeconds: 5 });
  const { pidFile } = options;
  if (pidFile !== undefined) {
    recordProcess(pidFile, running.pid);
    void running.exited.then(() => forgetProcess(pidFile));
  }
  const port = await Promise.race([listening, running.exited]);
  if (typeof port !== "number") {
    throw new Error(`anvil ended with ${describeExit(port)}:\n${recent.join("\n")}`);
  }
  return { ...running, port, url: `http://127.0.0.1:${port}` };
}

function anvilArgs(options: AnvilOptions): readonly string[] {
  const state =
    options.statePath === null ? [] : ["--state", options.statePath, "--state-interval", "1"];
  return [
    ...["--host", "127.0.0.1", "--port", String(options.port)],
    ...["--chain-id", String(options.chainId), "--mnemonic", options.mnemonic],
    ...["--block-time", String(options.blockTimeSeconds)],
    ...state,
    ...(options.args ?? []),
  ];
}
