import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../bare", import.meta.url));
const nextBin = createRequire(import.meta.url).resolve("next/dist/bin/next");

export interface BareApp {
  readonly origin: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Builds the bare Next app beside the benches: our version of Next, one route, nothing of ours. */
export async function buildBareApp(): Promise<void> {
  const child = spawn(process.execPath, [nextBin, "build", folder], {
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let told = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      told += text;
    });
  }
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`the bare app was not built:\n${told}`);
}

/** Starts the bare app on a free port; it ends with this process. */
export async function startBareApp(env: Readonly<Record<string, string>>): Promise<BareApp> {
  const child = spawn(process.execPath, [`${folder}/server.mjs`], {
    env: { PATH: process.env.PATH, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1", ...env },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = once(child, "close");
  for await (const line of createInterface({ input: child.stdout })) {
    const port = /^listening on (\d+)$/.exec(line)?.[1];
    if (port === undefined || child.pid === undefined) continue;
    child.stdout.resume();
    const stop = async () => {
      child.stdin.end();
      await ended;
    };
    return { origin: `http://127.0.0.1:${port}`, pid: child.pid, stop };
  }
  throw new Error("the bare app did not start");
}
