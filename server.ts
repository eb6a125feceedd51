import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import next from "next";
import { type Config, ConfigError } from "@/lib/config";
import { outliveDatabase } from "@/lib/db";
import { answerPoll, createWebServer, getRuntime, type Runtime } from "@/lib/http";
import { exitWithParent } from "@/lib/kit/process-lifetime";

type RequestHandler = ReturnType<ReturnType<typeof next>["getRequestHandler"]>;

const DRAIN_MS = 10_000;

/** Ends the process with one line that says what to do. */
function giveUp(lines: readonly string[]): never {
  for (const line of lines) process.stderr.write(`${line}\n`);
  process.exit(1);
}

function explain(error: unknown, config: Config): readonly string[] {
  const { code } = error as { code?: string };
  const other = config.port === 65_535 ? 3001 : config.port + 1;
  if (code === "EADDRINUSE") {
    return [`PORT ${config.port} is in use on ${config.host}. Set another one, e.g. PORT=${other}`];
  }
  if (code === "EACCES") return [`PORT ${config.port} may not be opened by this user.`];
  if (code === "EADDRNOTAVAIL") return [`HOST ${config.host} is no address of this machine.`];
  return [error instanceof Error ? (error.stack ?? error.message) : String(error)];
}

function readRuntime(): Runtime {
  try {
    return getRuntime();
  } catch (error) {
    if (error instanceof ConfigError) giveUp(error.lines);
    throw error;
  }
}

process.title = "tillgate-web";
process.env.NEXT_MANUAL_SIG_HANDLE = "true";

async function main(): Promise<void> {
  const dir = path.dirname(fileURLToPath(import.meta.url));
  const runtime = readRuntime();
  const { config, db, log, draining, calls } = runtime;
  outliveDatabase(log);
  if (!existsSync(path.join(dir, ".next", "BUILD_ID"))) {
    giveUp(["The web application is not built. Run: npm run build"]);
  }
  const app = next({ dev: false, dir, hostname: config.host, port: config.port, quiet: true });
  // Listens first: a port that is taken is told before Next has been waited for.
  let open: (handler: RequestHandler) => void = () => undefined;
  const handler = new Promise<RequestHandler>((resolve) => {
    open = resolve;
  });
  const server = createWebServer(
    config,
    async (request, response) => (await handler)(request, response),
    (request, response) => answerPoll(runtime, request, response),
  );
  let ending = false;
  const end = async () => {
    if (ending) return;
    ending = true;
    log.info({}, "web is stopping");
    setTimeout(() => process.exit(1), DRAIN_MS + 5_000).unref();
    // Calls that wait for the chain answer how it stands, before the drain's end cuts them off.
    draining.abort();
    await server.drain(DRAIN_MS);
    await app.close();
    await calls.close();
    await db.close();
    process.exit(0);
  };
  process.on("SIGTERM", () => void end());
  process.on("SIGINT", () => void end());
  exitWithParent(DRAIN_MS + 5_000);
  const port = await server.listen().catch((error: unknown) => giveUp(explain(error, config)));
  await app.prepare();
  open(app.getRequestHandler());
  log.info({ port, host: config.host, origin: config.origin }, "web started");
}

await main();
