import { performance } from "node:perf_hooks";
import { Agent, type Dispatcher, request } from "undici";
import { checkWebhookUrl, type DestinationPolicy } from "@/lib/api";
import { cleanText } from "@/lib/kit";
import { guardedConnector, type Resolve } from "./address-guard";
import { connectionError, statusError } from "./attempt-error";

export interface SenderOptions extends DestinationPolicy {
  /** For everything, from the name's look-up to the answer's end (ms). */
  readonly timeoutMs?: number;
  readonly resolve?: Resolve;
}

export interface OutgoingWebhook {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The exact text that was signed. */
  readonly body: string;
}

export interface AttemptResult {
  readonly delivered: boolean;
  /** Null when no answer came. */
  readonly statusCode: number | null;
  /** Null when delivered. */
  readonly error: string | null;
  readonly durationMs: number;
  /** The beginning of the answer's body. */
  readonly excerpt: string | null;
  /** The answer's headers, a line each, without cookies. */
  readonly headers?: string | null;
  /** What the receiver's Retry-After asks for. */
  readonly retryAfterMs: number | null;
}

export interface Sender {
  /** One attempt. Never throws. */
  send(webhook: OutgoingWebhook): Promise<AttemptResult>;
  /** Ends every connection, requests in flight too. */
  close(): Promise<void>;
}

const TIMEOUT_MS = 10_000;
const MAX_ANSWER_BYTES = 65_536;
const EXCERPT_LENGTH = 1_000;
const MAX_HEADERS_LENGTH = 2_000;
const MAX_RETRY_AFTER_MS = 24 * 3_600_000;
// Shorter than any server's, so that a request rarely meets a connection that is being closed.
const KEEP_ALIVE_MS = 1_000;

/** A sender of webhooks with its own pool of guarded connections. */
export function createSender(options: SenderOptions): Sender {
  const timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
  const dispatcher = new Agent({
    connect: guardedConnector({ ...options, timeoutMs }),
    keepAliveTimeout: KEEP_ALIVE_MS,
    keepAliveMaxTimeout: KEEP_ALIVE_MS,
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  return {
    async send(webhook) {
      const started = performance.now();
      const outcome = await post(webhook, { dispatcher, timeoutMs, sandbox: options.sandbox });
      return { ...outcome, durationMs: Math.round(performance.now() - started) };
    },
    close: () => dispatcher.destroy(),
  };
}

interface Connection extends DestinationPolicy {
  readonly dispatcher: Dispatcher;
  readonly timeoutMs: number;
}
type Outcome = Omit<AttemptResult, "durationMs">;

async function post(webhook: OutgoingWebhook, connection: Connection): Promise<Outcome> {
  const objection = checkWebhookUrl(webhook.url, connection);
  if (objection !== null) return noAnswer(objection);
  const { timeoutMs, dispatcher } = connection;
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), timeoutMs);
  try {
    const answer = await request(webhook.url, {
      method: "POST",
      headers: { "User-Agent": "Tillgate-Webhooks", ...webhook.headers },
      body: webhook.body,
      dispatcher,
      signal: timeout.signal,
    });
    const excerpt = await readExcerpt(answer.body);
    const judged = judge(answer.statusCode, excerpt, answer.headers["retry-after"]);
    return { ...judged, headers: headerLines(answer.headers) };
  } catch (error) {
    if (timeout.signal.aborted) return noAnswer(`No answer within ${timeoutMs / 1_000} s`);
    return noAnswer(connectionError(error));
  } finally {
    clearTimeout(timer);
  }
}

function judge(
  statusCode: number,
  excerpt: string,
  retryAfter: string | string[] | undefined,
): Outcome {
  const delivered = statusCode >= 200 && statusCode < 300;
  return {
    delivered,
    statusCode,
    error: delivered ? null : statusError(statusCode),
    excerpt,
    retryAfterMs: delivered ? null : parseRetryAfter(retryAfter, Date.now()),
  };
}

function headerLines(headers: Dispatcher.ResponseData["headers"]): string {
  const lines = Object.entries(headers)
    .filter(([name]) => name !== "set-cookie")
    .map(([name, value]) => `${name}: ${Array.isArray(value) ? value.join(", ") : value}`);
  return cleanText(lines.join("\n"), MAX_HEADERS_LENGTH);
}

function noAnswer(error: string): Outcome {
  return { delivered: false, statusCode: null, error, excerpt: null, retryAfterMs: null };
}

/** The status decides; a body that breaks off, never ends or is too long only ends the reading. */
async function readExcerpt(body: Dispatcher.ResponseData["body"]): Promise<string> {
  const kept: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      if (length < EXCERPT_LENGTH * 4) kept.push(chunk);
      length += chunk.length;
      if (length >= MAX_ANSWER_BYTES) break;
    }
  } catch {
    // What came is kept.
  }
  body.destroy();
  return cleanText(Buffer.concat(kept).toString("utf8"), EXCERPT_LENGTH);
}

/** Retry-After, seconds or an HTTP date, as a wait in ms; null when absent or malformed. At most a day. */
export function parseRetryAfter(
  header: string | string[] | undefined,
  nowMs: number,
): number | null {
  const text = (Array.isArray(header) ? header[0] : header)?.trim() ?? "";
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1_000, MAX_RETRY_AFTER_MS);
  const date = /^[A-Z][a-z]{2}/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(date)) return null;
  return Math.min(Math.max(date - nowMs, 0), MAX_RETRY_AFTER_MS);
}
