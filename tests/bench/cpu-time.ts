import { readdir, readFile } from "node:fs/promises";

const TICKS_PER_SECOND = 100; // USER_HZ, the unit of /proc/PID/stat on every Linux

/** Processor seconds that this process and its ended children used, and a server with its children. Linux only. */
export async function cpuSeconds(server: number): Promise<number> {
  const mine = process.cpuUsage();
  const ended = await readStat(process.pid);
  let ticks = ended?.ofChildren ?? 0;
  for (const name of await readdir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readStat(Number(name));
    if (stat && (stat.pid === server || stat.parent === server)) ticks += stat.own;
    if (stat?.pid === server) ticks += stat.ofChildren;
  }
  return (mine.user + mine.system) / 1e6 + ticks / TICKS_PER_SECOND;
}

/** Processor seconds that one process used by itself, user and system. Linux only; throws when it is gone. */
export async function processSeconds(pid: number): Promise<number> {
  const stat = await readStat(pid);
  if (stat === null) throw new Error(`there is no process ${pid}`);
  return stat.own / TICKS_PER_SECOND;
}

/** Processor seconds that a PostgreSQL server used with all its processes, found by one of its backends. Linux only. */
export async function databaseSeconds(backend: number): Promise<number> {
  const server = (await readStat(backend))?.parent;
  let ticks = 0;
  for (const name of await readdir("/proc")) {
    const stat = /^\d+$/.test(name) ? await readStat(Number(name)) : null;
    if (stat === null) continue;
    if (stat.pid === server || stat.parent === server) ticks += stat.own;
    if (stat.pid === server) ticks += stat.ofChildren;
  }
  return ticks / TICKS_PER_SECOND;
}

interface Stat {
  readonly pid: number;
  readonly parent: number;
  readonly own: number;
  readonly ofChildren: number;
}

/** Null when the process is gone. proc(5): after the name in brackets come state, parent, …, utime, stime, cutime, cstime. */
async function readStat(pid: number): Promise<Stat | null> {
  const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => null);
  if (text === null) return null;
  const fields = text
    .slice(text.lastIndexOf(")") + 2)
    .split(" ")
    .map(Number);
  const [parent = 0, utime = 0, stime = 0, cutime = 0, cstime = 0] = [1, 11, 12, 13, 14].map(
    (at) => fields[at],
  );
  return { pid, parent, own: utime + stime, ofChildren: cutime + cstime };
}
