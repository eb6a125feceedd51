import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

export type Victim = "worker" | "signer" | "web" | "postgres" | "ethereum" | "tron";

export interface SandboxFacts {
  readonly origin: string;
  readonly merchant: {
    readonly clientId: string;
    readonly apiKey: string;
    readonly apiSecret: string;
    readonly webhookSecret: string;
  };
  /** Another one, for what the first one's specs must not meet. */
  readonly otherMerchant: { readonly clientId: string; readonly apiKey: string };
  /** Who runs it, with the secret of an authenticator. */
  readonly operator: {
    readonly email: string;
    readonly password: string;
    readonly totpSecret: string;
  };
  readonly ethereum: {
    readonly rpcUrl: string;
    readonly usdt: string;
    readonly faucetPrivateKey: string;
  };
  readonly tron: {
    readonly apiUrl: string;
    readonly usdt: string;
    readonly faucetPrivateKey: string;
  };
}

export interface RunningSandbox {
  readonly dataDir: string;
  readonly facts: SandboxFacts;
  readonly ownerUrl: string;
  /** SIGKILLs one of its processes by its pid file; false when it has none at the moment. */
  kill(victim: Victim): boolean;
  /** Ends it; its folder stays when it is to be looked at. */
  stop(keep?: boolean): Promise<void>;
}

/** Starts the whole sandbox as `npm start` does, in a folder of its own, on a free port. */
export async function startWholeSandbox(
  env: Readonly<Record<string, string>> = {},
): Promise<RunningSandbox> {
  const dataDir = mkdtempSync(path.join(tmpdir(), "tillgate-whole-"));
  const port = await freePort();
  const child = spawn(process.execPath, ["scripts/start.mjs"], {
    env: { ...process.env, DATA_DIR: dataDir, PORT: String(port), RATE_LIMIT_SCALE: "0", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const endWithUs = () => void child.kill("SIGTERM");
  process.once("exit", endWithUs);
  await ready(child);
  const facts = readJson(path.join(dataDir, "sandbox.json")) as SandboxFacts;
  return {
    dataDir,
    facts,
    ownerUrl: ownerUrlOf(dataDir),
    kill: (victim) => kill(dataDir, victim),
    stop: async (keep = false) => {
      await end(child);
      process.off("exit", endWithUs);
      if (!keep) rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Its database, as the owner: what no role of the product may touch. */
export function ownerUrlOf(dataDir: string): string {
  const { ownerPassword, ports } = readJson(path.join(dataDir, "state.json")) as {
    ownerPassword: string;
    ports: { postgres: number };
  };
  return `postgres://tillgate_owner:${ownerPassword}@127.0.0.1:${ports.postgres}/tillgate`;
}

/** What `npm run reconcile` says of the sandbox that runs there: the books against their rules and both chains. */
export function reconcileSandbox(
  dataDir: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  const child = spawn(process.execPath, ["scripts/run.mjs", "lib/cli/reconcile.ts"], {
    env: { ...env, DATA_DIR: dataDir },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  const take = (chunk: Buffer) => {
    said += chunk.toString("utf8");
  };
  child.stdout.on("data", take);
  child.stderr.on("data", take);
  return new Promise((resolve) => child.once("close", () => resolve(said)));
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, "utf8"));
}

function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = "";
    const take = (chunk: Buffer) => {
      output += chunk.toString("utf8");
      if (output.includes("Tillgate sandbox is ready")) resolve();
    };
    child.stdout?.on("data", take);
    child.stderr?.on("data", take);
    child.once("exit", (code) =>
      reject(new Error(`the sandbox ended with ${code}:\n${output.slice(-3000)}`)),
    );
  });
}

function kill(dataDir: string, victim: Victim): boolean {
  try {
    const pid = Number(readFileSync(path.join(dataDir, "run", `${victim}.pid`), "utf8"));
    process.kill(pid, "SIGKILL");
    return true;
  } catch {
    return false;
  }
}

function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) return resolve();
    child.once("exit", () => resolve());
    child.kill("SIGTERM");
    setTimeout(() => child.kill("SIGKILL"), 30_000).unref();
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
