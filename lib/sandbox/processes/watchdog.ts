import { spawn } from "node:child_process";
import { type RunningProcess, systemEnv } from "./running";

export interface WatchdogOptions {
  readonly politely: NodeJS.Signals;
  readonly finally: NodeJS.Signals;
  readonly graceSeconds: number;
}

// $0 the process, $1 and $2 the signals without SIG, $3 the grace. `read` returns when the pipe's other end, which
// only the launcher holds, is closed.
const script =
  'read -r _; kill -s "$1" "$0" 2>/dev/null; n=0; ' +
  'while kill -0 "$0" 2>/dev/null && [ "$n" -lt "$3" ]; do sleep 1; n=$((n+1)); done; ' +
  'kill -s "$2" "$0" 2>/dev/null';

/** Has a small shell stop `running` when this process dies, even by SIGKILL; the shell leaves with `running`. */
export function watchOver(running: RunningProcess, options: WatchdogOptions): void {
  let gone = false;
  let end = () => undefined as unknown;
  const start = () => {
    const name = (signal: NodeJS.Signals) => signal.replace(/^SIG/, "");
    const dog = spawn(
      "/bin/sh",
      [
        "-c",
        script,
        String(running.pid),
        name(options.politely),
        name(options.finally),
        String(options.graceSeconds),
      ],
      {
        argv0: "tillgate-watchdog",
        cwd: "/",
        detached: true,
        env: systemEnv,
        stdio: ["pipe", "ignore", "ignore"],
      },
    );
    dog.unref();
    dog.stdin.on("error", () => undefined);
    dog.on("error", () => undefined);
    dog.once("exit", () => {
      if (!gone) start();
    });
    end = () => dog.kill("SIGKILL");
  };
  start();
  void running.exited.then(() => {
    gone = true;
    end();
  });
}
