import { execFile } from "node:child_process";
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { systemEnv } from "@/lib/sandbox/processes";
import type { Home } from "./home";
import { stopPostmaster } from "./postmaster";

export interface ClusterOptions {
  readonly superuser: string;
  readonly password: string;
  /** False skips the flush at the end; for clusters of tests. */
  readonly durable: boolean;
}

/** Makes the cluster when there is none, and clears away what an earlier server of it left. */
export async function prepareCluster(
  home: Home,
  binaries: string,
  options: ClusterOptions,
): Promise<string> {
  const dir = join(home.dir, "cluster");
  if (existsSync(dir)) {
    await stopPostmaster(dir);
    return dir;
  }
  const unfinished = `${dir}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  give(unfinished, home);
  await initialize(unfinished, home, binaries, options);
  renameSync(unfinished, dir);
  return dir;
}

async function initialize(
  dir: string,
  home: Home,
  binaries: string,
  options: ClusterOptions,
): Promise<void> {
  // A file, because initdb cannot open the sockets that Node's pipes are by way of /dev/stdin.
  const secretDir = mkdtempSync(join(tmpdir(), "tillgate-initdb-"));
  const secretFile = join(secretDir, "password");
  try {
    writeFileSync(secretFile, `${options.password}\n`, { mode: 0o600 });
    give(secretDir, home);
    give(secretFile, home);
    await promisify(execFile)(
      join(binaries, "bin", "initdb"),
      [
        `--pgdata=${dir}`,
        `--username=${options.superuser}`,
        `--pwfile=${secretFile}`,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        // Sorting and case are the same on every machine, and know letters beyond ASCII.
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        ...(options.durable ? [] : ["--no-sync"]),
      ],
      {
        cwd: "/",
        env: systemEnv,
        ...(home.user ? { uid: home.user.uid, gid: home.user.gid } : {}),
      },
    );
  } catch (cause) {
    throw new Error(`initdb failed: ${cause instanceof Error ? cause.message : cause}`, { cause });
  } finally {
    rmSync(secretDir, { recursive: true, force: true });
  }
}

function give(path: string, home: Home): void {
  if (home.user !== null) chownSync(path, home.user.uid, home.user.gid);
}
