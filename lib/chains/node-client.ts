/** One question that was put to a node. A batch of n counts as n calls. */
export interface NodeCall {
  readonly host: string;
  readonly method: string;
  readonly calls: number;
  readonly milliseconds: number;
  readonly ok: boolean;
}

/** A node did not do its duty: the next one is asked. Never leaves this room. */
export class NodeFailure extends Error {
  override readonly name = "NodeFailure";
  constructor(
    message: string,
    /**
     * `answer`: it answered, but not with what was asked; a smaller question may do.
     * `question`: it is well and refuses this question alone, so it need not rest.
     */
    readonly kind: "connection" | "refused" | "answer" | "question",
    /** What it asks us to wait, milliseconds. */
    readonly retryAfterMs: number | null = null,
  ) {
    super(message);
  }
}

/** One node. Throws NodeFailure for everything but a JSON answer. */
export interface NodeClient {
  readonly host: string;
  post(path: string, body: unknown, what: { method: string; calls: number }): Promise<unknown>;
}

/** The header that carries the user name and password of a URL. */
export type Credential = (user: string, password: string) => Readonly<Record<string, string>>;

interface NodeClientOptions {
  readonly timeoutMs: number;
  readonly credential: Credential;
  readonly onCall: (call: NodeCall) => void;
}

/** A block of 10,000 transfers is near 10 MiB of JSON; beyond this an answer is no answer. */
const MAX_ANSWER_BYTES = 96 * 1024 * 1024;
/** TronGrid shuts a client out for 30 s with 403. */
const SHUT_OUT_MS = 30_000;
const LONGEST_WAIT_MS = 600_000;

/** A client of one node over HTTP POST, with a time limit for the whole exchange. */
export function createNodeClient(url: string, options: NodeClientOptions): NodeClient {
  const target = new URL(url);
  const { username, password } = target;
  const secret = [username, password].map(decodeURIComponent) as [string, string];
  const headers = {
    "content-type": "application/json",
    ...(username ? options.credential(...secret) : {}),
  };
  target.username = "";
  target.password = "";
  const root = target.pathname.replace(/\/+$/, "");
  return {
    host: target.host,
    async post(path, body, { method, calls }) {
      const started = performance.now();
      let ok = false;
      try {
        const full = new URL(target);
        full.pathname = `${root}${path}`;
        const answer = await exchange(full.href, headers, body, options.timeoutMs);
        ok = true;
        return answer;
      } finally {
        const milliseconds = performance.now() - started;
        options.onCall({ host: target.host, method, calls, milliseconds, ok });
      }
    },
  };
}

async function exchange(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: unknown,
  timeoutMs: number,
): Promise<unknown> {
  let status: number;
  let text: string;
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const request = { method: "POST", headers, body: JSON.stringify(body), signal } as const;
    const response = await fetch(url, { ...request, redirect: "error" });
    status = response.status;
    const retryAfterMs = parseRetryAfter(response.headers.get("retry-after"));
    if (status === 403 || status === 429 || status >= 500) {
      await response.body?.cancel();
      const wait = retryAfterMs ?? (status === 403 ? SHUT_OUT_MS : null);
      throw new NodeFailure(`HTTP ${status}`, "refused", wait);
    }
    text = await readLimited(response);
  } catch (cause) {
    throw cause instanceof NodeFailure ? cause : new NodeFailure(reasonOf(cause), "connection");
  }
  return parseAnswer(status, text);
}

/** JSON-RPC servers put their errors into 400 too; whoever asked reads them. */
function parseAnswer(status: number, text: string): unknown {
  if (status > 299 && status !== 400) throw new NodeFailure(`HTTP ${status}`, "answer");
  try {
    return JSON.parse(text);
  } catch {
    throw new NodeFailure(`HTTP ${status}, not JSON`, "answer");
  }
}

async function readLimited(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_ANSWER_BYTES) throw new NodeFailure("answer too large", "answer");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** Milliseconds of a Retry-After header (seconds or a date), null when there is none. */
export function parseRetryAfter(header: string | null, now: number = Date.now()): number | null {
  if (header === null) return null;
  const wait = /^\d{1,9}$/.test(header.trim())
    ? Number(header) * 1000
    : new Date(header).getTime() - now;
  return Number.isNaN(wait) ? null : Math.min(Math.max(wait, 0), LONGEST_WAIT_MS);
}

/** Node hides the reason of a failed fetch in `cause`. Never the URL: it may hold a key. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return "request failed";
  if (cause.name === "TimeoutError") return "timed out";
  const inner = cause.cause;
  if (inner instanceof Error && "code" in inner) return String(inner.code);
  return "connection failed";
}
