import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { roleUrl } from "@/lib/config";
import { findFreePort } from "@/lib/sandbox/processes";

const root = fileURLToPath(new URL("../..", import.meta.url));
export const API_SECRET = "secret of the api tests 0123456789 abcdef";
export const PASSWORDS = {
  webPassword: "web-of-the-tests",
  workerPassword: "worker-of-the-tests",
} as const;

export interface Web {
  readonly child: ChildProcess;
  readonly origin: string;
  /** Its exit code, when it has ended. */
  readonly exited: Promise<number | null>;
  output(): string;
}

/** Runs server.ts as it runs in earnest, without waiting for anything. */
export async function spawnWeb(
  ownerUrl: string,
  folder: string,
  env: Readonly<Record<string, string>>,
): Promise<Web> {
  const port = env.PORT ?? String(await findFreePort());
  const origin = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, ["scripts/run.mjs", "server.ts", "--exit-with-parent"], {
    cwd: root,
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      NODE_ENV: "production",
      NEXT_TELEMETRY_DISABLED: "1",
      TILLGATE_ENV: "sandbox",
      TILLGATE_SECRET: API_SECRET,
      DATA_DIR: folder,
      PORT: port,
      HOST: "127.0.0.1",
      ORIGIN: origin,
      DATABASE_WEB_URL: roleUrl(ownerUrl, "tillgate_web", PASSWORDS.webPassword),
      ...env,
    },
    stdio: ["pipe", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk: string) => {
      output += chunk;
    });
  }
  const exited = once(child, "close").then(([code]) => code as number | null);
  return { child, origin, exited, output: () => output };
}

/** Starts server.ts on a free port and waits until it listens. */
export async function startWeb(
  ownerUrl: string,
  folder: string,
  env: Readonly<Record<string, string>>,
): Promise<Web> {
  const web = await spawnWeb(ownerUrl, folder, env);
  const listening = new Promise<void>((resolve) => {
    web.child.stdout?.on("data", () => web.output().includes("web started") && resolve());
  });
  const ended = web.exited.then((code) => {
    throw new Error(`web exited with ${code}:\n${web.output()}`);
  });
  await Promise.race([listening, ended]);
  ended.catch(() => undefined);
  return web;
}

export async function stopWeb({ child, exited }: Web): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGTERM");
  await exited;
}
