import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import {
  describeExit,
  findFreePort,
  isPortFree,
  type RunningProcess,
  recordProcess,
  spawnProcess,
  watchOver,
} from "@/lib/sandbox/processes";
import { linkServer, prepareBinaries } from "./binaries";
import { prepareCluster } from "./cluster";
import { type Home, openHome } from "./home";
import { postmasterStop, starterFile } from "./postmaster";

export interface PostgresOptions {
  /** The server's folder, made when missing; its files may lie elsewhere (see `openHome`). */
  readonly dataDir: string;
  /** The superuser's password; it must stay the same for a data folder. */
  readonly password: string;
  readonly superuser?: string;
  /** Made when missing, and the one `url` names. */
  readonly database?: string;
  /** Tried first; a free one is taken instead, which the caller remembers, unless `exactPort`. */
  readonly port?: number;
  readonly exactPort?: boolean;
  /** A folder with `bin`, `lib` and `share` of PostgreSQL; the npm package's by default. */
  readonly binariesDir?: string;
  /** Settings over ours, such as `{ fsync: "off" }`. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly log?: (line: string) => void;
}

export interface RunningPostgres extends RunningProcess {
  readonly port: number;
  /** As the superuser, to the database made for us. */
  readonly url: string;
  readonly clusterDir: string;
}

const ourSettings: Readonly<Record<string, string>> = {
  cluster_name: "tillgate",
  jit: "off",
  listen_addresses: "127.0.0.1",
  log_timezone: "UTC",
  max_connections: "100",
  timezone: "UTC",
  unix_socket_directories: "",
};

const portTries = 5;

/**
 * Starts the embedded PostgreSQL on 127.0.0.1 and resolves when it takes connections. It ends with this process,
 * however that ends. Throws when the data folder's server belongs to another live process, or cannot start.
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const log = options.log ?? (() => undefined);
  const home = await openHome(options.dataDir);
  const binaries = prepareBinaries(home, options.binariesDir);
  const superuser = options.superuser ?? "tillgate_owner";
  const clusterDir = await prepareCluster(home, binaries, {
    superuser,
    password: options.password,
    durable: options.settings?.fsync !== "off",
  });
  const server = linkServer(home, binaries);
  recordProcess(starterFile(clusterDir), process.pid);
  const { running, port } = await startOnSomePort(options, home, { clusterDir, log, server });
  try {
    const url = new URL(`postgres://127.0.0.1:${port}`);
    url.username = superuser;
    url.password = options.password;
    url.pathname = options.database ?? "tillgate";
    await ensureDatabase(url);
    return { ...running, port, url: url.href, clusterDir };
  } catch (error) {
    await running.stop();
    throw error;
  }
}

interface ServerFiles {
  readonly server: string;
  readonly clusterDir: string;
  readonly log: (line: string) => void;
}

async function startOnSomePort(
  options: PostgresOptions,
  home: Home,
  files: ServerFiles,
): Promise<{ running: RunningProcess; port: number }> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await choosePort(options, attempt);
    try {
      return { running: await startServer(port, options, home, files), port };
    } catch (error) {
      const taken = error instanceof Error && error.message.includes("could not bind");
      if (!taken || attempt === portTries) throw error;
    }
  }
}

async function choosePort(options: PostgresOptions, attempt: number): Promise<number> {
  if (options.exactPort !== true || options.port === undefined) {
    return await findFreePort(attempt === 1 ? options.port : undefined);
  }
  const until = Date.now() + 5_000;
  while (!(await isPortFree(options.port))) {
    if (Date.now() > until) throw new Error(`Port ${options.port} for PostgreSQL is in use.`);
    await sleep(100);
  }
  return options.port;
}

async function startServer(
  port: number,
  options: PostgresOptions,
  home: Home,
  files: ServerFiles,
): Promise<RunningProcess> {
  const settings = Object.entries({ ...ourSettings, ...options.settings });
  const recent: string[] = [];
  let markReady = () => {};
  const ready = new Promise<null>((resolve) => {
    markReady = () => resolve(null);
  });
  const running = await spawnProcess(
    files.server,
    [
      "-D",
      files.clusterDir,
      "-p",
      String(port),
      ...settings.flatMap(([name, value]) => ["-c", `${name}=${value}`]),
    ],
    {
      argv0: "tillgate-postgres",
      cwd: "/",
      // Given a bare name as its own, the server looks for itself in PATH.
      env: { LC_ALL: "C", PATH: dirname(files.server) },
      user: home.user,
      stop: postmasterStop,
      onLine: (line) => {
        files.log(line);
        recent.push(line);
        if (recent.length > 20) recent.shift();
        if (line.includes("database system is ready to accept connections")) markReady();
      },
    },
  );
  watchOver(running, { politely: "SIGINT", finally: "SIGQUIT", graceSeconds: 15 });
  const end = await Promise.race([ready, running.exited]);
  if (end !== null) {
    throw new Error(`PostgreSQL ended with ${describeExit(end)}:\n${recent.join("\n")}`);
  }
  return running;
}

async function ensureDatabase(url: URL): Promise<void> {
  const maintenance = new URL(url);
  maintenance.pathname = "postgres";
  const sql = postgres(maintenance.href, { max: 1, onnotice: () => undefined });
  try {
    const name = url.pathname.slice(1);
    const [found] = await sql`select 1 from pg_database where datname = ${name}`;
    if (found === undefined) await sql`create database ${sql(name)}`;
  } finally {
    await sql.end({ timeout: 5 });
  }
}
