import { Pool } from "undici";
import { processSeconds } from "../cpu-time";

/** A server under load: where it listens, and the process whose time is measured. */
export interface Target {
  readonly origin: string;
  readonly pid: number;
}

export interface Request {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** What `count` requests cost the server's process, per request and in milliseconds, and how fast they went. */
export interface Load {
  readonly cpuMs: number;
  readonly perSecond: number;
  readonly p99Ms: number;
}

/** Sends requests over `connections` that are kept alive, one at a time on each. Throws when `check` does. */
export async function runLoad(
  target: Target,
  connections: number,
  count: number,
  next: (at: number) => Request,
  check: (answer: Answer, at: number) => void,
): Promise<Load> {
  const pool = new Pool(target.origin, { connections, pipelining: 1 });
  const waits: number[] = [];
  let sent = 0;
  const client = async () => {
    while (sent < count) {
      const at = sent;
      sent += 1;
      const begun = performance.now();
      const { statusCode, headers, body } = await pool.request({ ...next(at) });
      const answer = { status: statusCode, headers, body: await body.text() };
      waits.push(performance.now() - begun);
      check(answer, at);
    }
  };
  try {
    const before = await processSeconds(target.pid);
    const begun = performance.now();
    await Promise.all(Array.from({ length: connections }, client));
    const seconds = (performance.now() - begun) / 1_000;
    const used = (await processSeconds(target.pid)) - before;
    waits.sort((a, b) => a - b);
    return {
      cpuMs: (used * 1_000) / count,
      perSecond: count / seconds,
      p99Ms: waits[Math.floor(count * 0.99)] ?? 0,
    };
  } finally {
    await pool.close();
  }
}

/** Sends `perSecond` requests a second for `seconds`, evenly, however long answers take. Throws when `check` does. */
export async function runPaced(
  target: Target,
  { connections, perSecond, seconds }: { connections: number; perSecond: number; seconds: number },
  next: (at: number) => Request,
  check: (answer: Answer, at: number) => void,
): Promise<{ readonly p99Ms: number }> {
  const pool = new Pool(target.origin, { connections, pipelining: 1 });
  const waits: number[] = [];
  const ask = async (at: number) => {
    const begun = performance.now();
    const { statusCode, headers, body } = await pool.request({ ...next(at) });
    const answer = { status: statusCode, headers, body: await body.text() };
    waits.push(performance.now() - begun);
    check(answer, at);
  };
  const asked: Promise<void>[] = [];
  const begun = performance.now();
  try {
    while (asked.length < perSecond * seconds) {
      const due = ((performance.now() - begun) / 1_000) * perSecond;
      while (asked.length < due) asked.push(ask(asked.length));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await Promise.all(asked);
  } finally {
    await pool.close();
  }
  waits.sort((a, b) => a - b);
  return { p99Ms: waits[Math.floor(waits.length * 0.99)] ?? 0 };
}
