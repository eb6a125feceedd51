import { createHash, randomUUID } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stopPostmaster } from "./postmaster";
import { canReach, pickRunUser, type RunUser } from "./run-user";

/** Where root puts the files of a data folder that the database's user cannot enter (a clone in a closed home). */
const farRoot = "/var/lib/tillgate";

export interface Home {
  /** Holds `cluster`, `bin` and, when they had to be copied, the binaries. */
  readonly dir: string;
  readonly user: RunUser | null;
}

/** Ties a data folder to its home: both hold the same one. */
interface Bond {
  readonly id: string;
  readonly dataDir: string;
  readonly home: string;
}

/**
 * Finds or makes the home of a data folder: the folder itself, or one under /var/lib/tillgate when the database's
 * user cannot enter it. A home far away whose data folder was removed is emptied; it is never shared by two.
 */
export async function openHome(givenDataDir: string): Promise<Home> {
  mkdirSync(givenDataDir, { recursive: true });
  const dataDir = realpathSync(givenDataDir);
  const known = readBond(dataDir);
  if (known !== null) return reopen(dataDir, known);
  const user = pickRunUser(join(dataDir, "cluster"));
  const home = canReach(dataDir, user) ? dataDir : await makeFarHome(dataDir);
  writeBond({ id: randomUUID(), dataDir, home });
  return { dir: home, user };
}

function reopen(dataDir: string, bond: Bond): Home {
  const near = bond.home === bond.dataDir;
  const home = near ? dataDir : bond.home;
  if (dataDir !== bond.dataDir) {
    if (!near && readBond(bond.dataDir)?.id === bond.id) {
      throw new Error(
        `${dataDir} is a copy of ${bond.dataDir}, whose database is in ${bond.home}: ` +
          `remove ${dataDir} to start with an empty one.`,
      );
    }
    writeBond({ ...bond, dataDir, home });
  }
  if (!existsSync(home) || readBond(home)?.id !== bond.id) {
    throw new Error(
      `The database of ${dataDir} was in ${home} and is gone: remove the data folder to start with an empty one.`,
    );
  }
  const user = pickRunUser(join(home, "cluster"));
  if (!canReach(home, user)) {
    throw new Error(
      `${user?.name ?? "The database's user"} can no longer enter ${home}, where the database is: ` +
        "give back the permission, or remove the data folder to start with an empty one.",
    );
  }
  return { dir: home, user };
}

async function makeFarHome(dataDir: string): Promise<string> {
  removeAbandonedTestHomes();
  const hash = createHash("sha256").update(dataDir).digest("hex").slice(0, 16);
  let far = join(farRoot, hash);
  const former = readBond(far);
  if (former !== null && readBond(former.dataDir)?.id === former.id) {
    // Its data folder was moved, and a new one made where it was.
    far = `${far}-${randomUUID().slice(0, 8)}`;
  } else if (existsSync(far)) {
    await stopPostmaster(join(far, "cluster"));
    rmSync(far, { recursive: true, force: true });
  }
  makeOpenDir(farRoot);
  makeOpenDir(far);
  return far;
}

/** Data folders in the system's folder for temporary files come and go without a word. */
function removeAbandonedTestHomes(): void {
  for (const name of existsSync(farRoot) ? readdirSync(farRoot) : []) {
    const dir = join(farRoot, name);
    const bond = readBond(dir);
    if (bond === null || !bond.dataDir.startsWith(realpathSync(tmpdir()))) continue;
    const inUse = existsSync(join(dir, "cluster", "postmaster.pid"));
    if (!existsSync(bond.dataDir) && !inUse) rmSync(dir, { recursive: true, force: true });
  }
}

function makeOpenDir(dir: string): void {
  mkdirSync(dir, { recursive: true });
  chmodSync(dir, 0o755);
}

const bondFile = (dir: string) => join(dir, "location.json");

function readBond(dir: string): Bond | null {
  try {
    const bond = JSON.parse(readFileSync(bondFile(dir), "utf8")) as Partial<Bond>;
    const { id, dataDir, home } = bond;
    return id !== undefined && dataDir !== undefined && home !== undefined
      ? { id, dataDir, home }
      : null;
  } catch {
    return null;
  }
}

function writeBond(bond: Bond): void {
  for (const dir of new Set([bond.home, bond.dataDir])) {
    writeFileSync(bondFile(dir), `${JSON.stringify(bond)}\n`);
  }
}
