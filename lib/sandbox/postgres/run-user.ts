import { execFileSync, spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { systemEnv } from "@/lib/sandbox/processes";

/** PostgreSQL refuses to run as root. */
export interface RunUser {
  readonly uid: number;
  readonly gid: number;
  readonly name: string;
}

/** The user to run PostgreSQL as; null when this process's own will do. `clusterDir` keeps the owner it has. */
export function pickRunUser(clusterDir: string): RunUser | null {
  if (process.getuid?.() !== 0) return null;
  const owner = findOwner(clusterDir);
  if (owner !== null && owner.uid !== 0) return owner;
  const user = findUser("postgres") ?? createUser("postgres") ?? findUser("nobody");
  if (user === null) {
    throw new Error(
      "PostgreSQL does not run as root, and there is no other user here to run it as. " +
        "Start Tillgate as an ordinary user, or set DATABASE_URL to a PostgreSQL of yours.",
    );
  }
  return user;
}

function findOwner(dir: string): RunUser | null {
  try {
    const { uid, gid } = statSync(dir);
    return { uid, gid, name: `user ${uid}` };
  } catch {
    return null;
  }
}

function findUser(name: string): RunUser | null {
  const id = (flag: string) =>
    Number(
      execFileSync("id", [flag, name], {
        encoding: "utf8",
        env: systemEnv,
        stdio: ["ignore", "pipe", "ignore"],
      }),
    );
  try {
    return { uid: id("-u"), gid: id("-g"), name };
  } catch {
    return null;
  }
}

function createUser(name: string): RunUser | null {
  const args = ["--system", "--no-create-home", "--shell", "/usr/sbin/nologin", name];
  spawnSync("useradd", args, { env: systemEnv, stdio: "ignore" });
  return findUser(name);
}

/** True when that user may enter the folder (or run the file), all folders above it included. */
export function canReach(path: string, user: RunUser | null): boolean {
  if (user === null) return true;
  const test = spawnSync("/bin/sh", ["-c", 'test -x "$0"', path], {
    cwd: "/",
    env: systemEnv,
    gid: user.gid,
    stdio: "ignore",
    uid: user.uid,
  });
  return test.status === 0;
}
