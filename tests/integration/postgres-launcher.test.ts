import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type PostgresOptions, type RunningPostgres, startPostgres } from "@/lib/sandbox/postgres";
import { inspectProcess } from "@/lib/sandbox/processes";
import { runProgram, untilGone } from "../support/processes";

const isRoot = process.getuid?.() === 0;

describe("startPostgres", () => {
  let folder: string;
  const servers: RunningPostgres[] = [];
  const start = async (options: Partial<PostgresOptions> = {}) => {
    const server = await startPostgres({
      dataDir: join(folder, "postgres"),
      password: "secret",
      settings: { fsync: "off" },
      ...options,
    });
    servers.push(server);
    return server;
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "tillgate-launcher-"));
    chmodSync(folder, 0o755);
  });
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.stop()));
    rmSync(folder, { recursive: true, force: true });
  });

  it("listens on 127.0.0.1 by its title, with a password, and keeps what it was given", async () => {
    const first = await start();
    expect(inspectProcess(first.pid)?.commandLine).toMatch(/^tillgate-postgres /);
    expect(await ask(first.url, "show cluster_name")).toBe("tillgate");
    expect(await ask(first.url, "show listen_addresses")).toBe("127.0.0.1");
    expect(await ask(first.url, "show synchronous_commit")).toBe("on");
    const wrong = new URL(first.url);
    wrong.password = "wrong";
    await expect(ask(wrong.href, "select 1")).rejects.toMatchObject({ code: "28P01" });
    await ask(first.url, "create table kept as select 42 as answer");
    await first.stop();
    expect(inspectProcess(first.pid)).toBeNull();

    const second = await start({ port: first.port });
    expect(second.port).toBe(first.port);
    expect(await ask(second.url, "select answer from kept")).toBe(42);
  });

  it("takes another port when the preferred one is taken, and only that one when told", async () => {
    const stranger = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => stranger.once("listening", resolve));
    const { port } = stranger.address() as { port: number };
    try {
      const server = await start({ port });
      expect(server.port).not.toBe(port);
      await server.stop();
      await expect(start({ port, exactPort: true })).rejects.toThrow(`Port ${port}`);
    } finally {
      stranger.close();
    }
  });

  it("starts again after kill -9 of the server, with every commit", async () => {
    const first = await start();
    await ask(first.url, "create table kept (id int)");
    const sql = postgres(first.url, { max: 4 });
    // Sessions in the middle of something outlive the killed server for a moment.
    const sleeping = Array.from({ length: 3 }, () => sql`select pg_sleep(60)`.catch(() => null));
    await sql`insert into kept values (1)`;
    process.kill(first.pid, "SIGKILL");
    expect(await first.exited).toEqual({ code: null, signal: "SIGKILL" });
    const second = await start({ port: first.port, exactPort: true });
    await Promise.all(sleeping);
    await sql.end({ timeout: 1 });
    expect(await ask(second.url, "select count(*)::int from kept")).toBe(1);
  });

  it("dies with a parent that is killed, and starts again at once", async () => {
    const parent = runProgram("hold-postgres", [join(folder, "postgres")]);
    const [, pid = ""] = await parent.line(/ready pid=(\d+)/);
    parent.child.kill("SIGKILL");
    await parent.exited;
    // Not waiting for the watchdog: the leftover is taken over.
    const second = await start();
    expect(second.pid).not.toBe(Number(pid));
    expect(await ask(second.url, "select 1")).toBe(1);
    await untilGone(Number(pid));
    await second.stop();

    const alone = runProgram("hold-postgres", [join(folder, "postgres")]);
    const [, lonely = ""] = await alone.line(/ready pid=(\d+)/);
    alone.child.kill("SIGKILL");
    await untilGone(Number(lonely));
  });

  it("leaves a server alone whose starter lives", async () => {
    const other = runProgram("hold-postgres", [join(folder, "postgres")]);
    const [, pid = ""] = await other.line(/ready pid=(\d+)/);
    await expect(start()).rejects.toThrow(`in use by process ${other.child.pid}`);
    expect(inspectProcess(Number(pid))).not.toBeNull();
    other.child.kill("SIGTERM");
    await other.exited;
  });

  it("removes a lock file that names a stranger", async () => {
    const first = await start();
    const lock = join(first.clusterDir, "postmaster.pid");
    const text = readFileSync(lock, "utf8");
    await first.stop();
    writeFileSync(lock, text.replace(/^\d+/, String(process.pid)));
    const second = await start();
    expect(await ask(second.url, "select 1")).toBe(1);
  });

  it.runIf(isRoot)("goes elsewhere when its user cannot enter the folder", async () => {
    const closed = join(folder, "closed");
    mkdirSync(closed, { mode: 0o700 });
    const dataDir = join(closed, "postgres");
    const first = await start({ dataDir });
    expect(first.clusterDir).toMatch(/^\/var\/lib\/tillgate\/[0-9a-f]{16}\/cluster$/);
    await ask(first.url, "create table kept as select 1 as id");
    await first.stop();
    const second = await start({ dataDir });
    expect(await ask(second.url, "select id from kept")).toBe(1);
    await second.stop();
    // Without its data folder the far one is nobody's: the next start begins anew.
    rmSync(dataDir, { recursive: true });
    const third = await start({ dataDir, password: "another" });
    expect(await ask(third.url, "select to_regclass('kept')::text")).toBeNull();
    await third.stop();
    rmSync(join(third.clusterDir, ".."), { recursive: true });
  });
});

async function ask(url: string, query: string): Promise<unknown> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    const [row] = await sql.unsafe(query);
    return row === undefined ? undefined : Object.values(row)[0];
  } finally {
    await sql.end({ timeout: 1 });
  }
}
