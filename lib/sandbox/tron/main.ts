import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";
import { ownFolder } from "./folder-owner";
import { startTronNode, type TronNode } from "./node";

/** A hundred million TRX: more than any sandbox spends, and exact in JSON. */
const FAUCET_SUN = 100_000_000_000_000n;
const PARENT_CHECK_MS = 1_000;
const FOLDER_WAIT_MS = 10_000;

const optionsSchema = z.object({
  port: z.number().int().min(0).max(65_535),
  dataDir: z.string().min(1),
  blockTimeMs: z.number().int().positive().default(1_000),
  solidDepth: z.number().int().positive(),
  control: z.boolean().default(false),
  /** Owns the TRX of a new chain; one that exists keeps the genesis it has. */
  faucetAddress: z.string().min(1),
  pidFile: z.string().min(1).optional(),
});

let node: TronNode | null = null;
let ending = false;
let pidFile: string | undefined;
let releaseFolder = () => {};

async function end(code: number): Promise<void> {
  if (ending) return;
  ending = true;
  await node?.stop();
  releaseFolder();
  if (pidFile) rmSync(pidFile, { force: true });
  process.exit(code);
}

function fail(error: unknown, port?: number): void {
  const taken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
  const reason = error instanceof Error ? error.message : String(error);
  console.error(`tron node: ${taken ? `port ${port} is taken` : reason}`);
  process.exit(1);
}

function finish(code: number): void {
  end(code).catch((error: unknown) => fail(error));
}

/** A launcher that was killed sends no signal: the process then has another parent. */
function endWithParent(): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) finish(0);
  }, PARENT_CHECK_MS).unref();
}

async function run(): Promise<void> {
  process.title = "tillgate-tron";
  const options = optionsSchema.parse(JSON.parse(process.argv[2] ?? "null"));
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => finish(0));
  endWithParent();
  try {
    releaseFolder = await ownFolder(options.dataDir, FOLDER_WAIT_MS);
    node = await startTronNode({
      port: options.port,
      dataDir: options.dataDir,
      blockTimeMs: options.blockTimeMs,
      solidDepth: options.solidDepth,
      control: options.control,
      genesis: { allocations: { [options.faucetAddress]: FAUCET_SUN } },
      onFailure: (error) => fail(error),
    });
  } catch (error) {
    fail(error, options.port);
    return;
  }
  if (options.pidFile) {
    mkdirSync(dirname(options.pidFile), { recursive: true });
    writeFileSync(options.pidFile, `${process.pid}\n`);
    pidFile = options.pidFile;
  }
  console.log(`tron node listening on ${node.url}`);
}

run().catch((error: unknown) => fail(error));
