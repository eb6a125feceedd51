import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { inspectProcess } from "@/lib/sandbox/processes";

const root = fileURLToPath(new URL("../..", import.meta.url));

export interface ProgramRun {
  readonly child: ChildProcess;
  readonly exited: Promise<number | null>;
  /** Resolves with the first line of output, past or to come, that matches. */
  line(pattern: RegExp): Promise<RegExpExecArray>;
  output(): string;
}

/** Runs a TypeScript program of `tests/support/programs` in a process of its own. */
export function runProgram(name: string, args: readonly string[]): ProgramRun {
  const child = spawn(
    process.execPath,
    ["--import", "tsx/esm", `tests/support/programs/${name}.ts`, ...args],
    { cwd: root, stdio: ["ignore", "pipe", "pipe"] },
  );
  let output = "";
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (chunk: string) => {
      output += chunk;
      for (const listener of listeners) listener();
    });
  }
  const exited = once(child, "close").then(([code]) => {
    for (const listener of listeners) listener();
    return code as number | null;
  });
  const line = (pattern: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const look = () => {
        const match = pattern.exec(output);
        if (match !== null) resolve(match);
        return match !== null;
      };
      if (look()) return;
      listeners.add(look);
      void exited.then(() => look() || reject(new Error(`no ${pattern} in:\n${output}`)));
    });
  return { child, exited, line, output: () => output };
}

/** Resolves when no process runs under that number; throws after `withinMs`. */
export async function untilGone(pid: number, withinMs = 15_000): Promise<void> {
  const until = Date.now() + withinMs;
  while (inspectProcess(pid) !== null) {
    if (Date.now() > until) throw new Error(`process ${pid} is still there`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
