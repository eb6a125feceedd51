import type { RunningSandbox } from "../support/whole-sandbox";

interface ApiCall {
  /** The Idempotency-Key, so that a call may be repeated until it is answered. */
  readonly key: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Runs beside the call until the signal aborts. */
  readonly meanwhile?: (stop: AbortSignal) => Promise<void>;
}

export interface Answered {
  readonly status: number;
  readonly answer: Readonly<Record<string, unknown>>;
}

const PATIENCE_MS = 120_000;
const CALL_TIMEOUT_MS = 60_000;

/** Calls as a careful integrator does: with one key, again and again, until there is an answer that stands. */
export async function callUntilAnswered(
  sandbox: RunningSandbox,
  path: string,
  call: ApiCall,
): Promise<Answered> {
  const stopping = new AbortController();
  const meanwhile = call.meanwhile?.(stopping.signal) ?? Promise.resolve();
  const end = Date.now() + PATIENCE_MS;
  try {
    for (;;) {
      const answered = await attempt(sandbox, path, call);
      if (answered && answered.status < 500 && answered.status !== 409) {
        if (answered.status < 300) return answered;
        throw new Error(`${path}: ${answered.status} ${String(answered.answer.message)}`);
      }
      if (Date.now() > end) throw new Error(`${path} was not answered`);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  } finally {
    stopping.abort();
    await meanwhile;
  }
}

async function attempt(
  { facts }: RunningSandbox,
  path: string,
  call: ApiCall,
): Promise<Answered | null> {
  const query = new URLSearchParams(call.query).toString();
  const url = `${facts.origin}/api/v1${path}${query === "" ? "" : `?${query}`}`;
  const response = await fetch(url, {
    method: "POST",
    headers: {
      apikey: facts.merchant.apiKey,
      "x-api-secret": facts.merchant.apiSecret,
      "idempotency-key": call.key,
      "content-type": "application/json",
    },
    body: JSON.stringify(call.body ?? {}),
    signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
  }).catch(() => null);
  if (response === null) return null;
  const answer = (await response.json().catch(() => null)) as Answered["answer"] | null;
  return answer === null ? null : { status: response.status, answer };
}
