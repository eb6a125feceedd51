import { TIERS } from "@/lib/api";
import { newId } from "@/lib/kit";
import { addressOf, countedAs, scaledLimit } from "./call";
import { CODE } from "./checkout";
import { limitedAddress } from "./client-address";
import { toAppError } from "./failure";
import { limitHeaders } from "./limit-decision";
import { gauge } from "./metrics";
import { getRuntime, type Runtime } from "./runtime";

const HEARTBEAT_MS = 15_000;
/** What a browser waits at least before it comes back to a stream that broke; each waits its own time. */
const RETRY_MS = 5_000;
const MAX_STREAMS = 10_000;
/** Six is what one browser opens to a host over HTTP/1.1; many stand behind one address. */
const MAX_PER_ADDRESS = 60;
/** A reader that lets so many lines lie is not there any more. */
const MAX_UNREAD = 16;

const HEADERS = {
  "Content-Type": "text/event-stream; charset=utf-8",
  "Cache-Control": "no-store, no-transform",
  "X-Accel-Buffering": "no",
  "X-Robots-Tag": "noindex, nofollow",
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
} as const;
const encoder = new TextEncoder();
const line = (text: string) => encoder.encode(text);

// Of this process: streams are counted where they are held.
const held = new Map<string, number>();
let open = 0;

/**
 * Server-sent events (WHATWG HTML, 9.2) for one open payment page: `changed` whenever it has changed, a comment every 15
 * seconds, an end when the process drains. 404 for no page; 429 and 503 tell the browser to be content with its poll.
 */
export async function streamChanges(code: string, request: Request): Promise<Response> {
  const runtime = getRuntime();
  const address = limitedAddress(addressOf(request));
  const refusal = await refusalOf(runtime, address);
  if (refusal) return refusal;
  // Next answers HEAD by GET: nobody would read that stream, nor leave it.
  if (request.method === "HEAD") return answer(405, { Allow: "GET" });
  const stream = new ChangeStream(runtime.draining.signal, address);
  try {
    const leave = CODE.test(code) ? await runtime.watch.listen(code, () => stream.tell()) : null;
    if (leave === null) {
      stream.end();
      return answer(404);
    }
    stream.onEnd(leave);
  } catch (error) {
    stream.end();
    runtime.log.warn({ error: toAppError(error).code }, "a page's changes can't be followed");
    return answer(503, { "Retry-After": "2" });
  }
  return new Response(stream.body, { headers: { ...HEADERS, "X-Request-Id": newId() } });
}

async function refusalOf(runtime: Runtime, address: string): Promise<Response | null> {
  const limit = scaledLimit(TIERS.status_poll, runtime.config.rateLimitScale);
  if (limit !== null) {
    const bucket = countedAs("GET /s/{code}/events", address);
    const decision = await runtime.limiter.take(bucket, limit);
    if (!decision.allowed) return answer(429, limitHeaders(decision));
  }
  if ((held.get(address) ?? 0) >= MAX_PER_ADDRESS) return answer(429, { "Retry-After": "60" });
  return open >= MAX_STREAMS ? answer(503, { "Retry-After": "60" }) : null;
}

function answer(status: number, headers: Readonly<Record<string, string>> = {}): Response {
  const common = { "Cache-Control": "no-store", "X-Request-Id": newId() };
  return new Response(null, { status, headers: { ...common, ...headers } });
}

/** One stream from its first line to its end, counted while it is held. */
class ChangeStream {
  readonly body: ReadableStream<Uint8Array>;
  readonly #address: string;
  readonly #draining: AbortSignal;
  readonly #stop = () => this.end();
  #writer: ReadableStreamDefaultController<Uint8Array> | null = null;
  #heartbeat: NodeJS.Timeout | null = null;
  #leave: () => void = () => undefined;

  constructor(draining: AbortSignal, address: string) {
    this.#draining = draining;
    this.#address = address;
    this.body = new ReadableStream(
      {
        start: (writer) => {
          this.#writer = writer;
          const retry = Math.round(RETRY_MS * (1 + Math.random()));
          writer.enqueue(line(`retry: ${retry}\n\n`));
        },
        cancel: this.#stop,
      },
      new CountQueuingStrategy({ highWaterMark: MAX_UNREAD }),
    );
    count(address, 1);
    this.#heartbeat = setInterval(() => this.#write(":\n\n"), HEARTBEAT_MS).unref();
    draining.addEventListener("abort", this.#stop, { once: true });
    if (draining.aborted) this.end();
  }

  tell(): void {
    this.#write("event: changed\ndata:\n\n");
  }

  /** Calls `leave` when the stream ends, at once if it has. */
  onEnd(leave: () => void): void {
    if (this.#writer === null) leave();
    else this.#leave = leave;
  }

  end(): void {
    if (this.#writer === null) return;
    const writer = this.#writer;
    this.#writer = null;
    if (this.#heartbeat) clearInterval(this.#heartbeat);
    this.#draining.removeEventListener("abort", this.#stop);
    this.#leave();
    count(this.#address, -1);
    try {
      writer.close();
    } catch {
      // Its reader has cancelled it.
    }
  }

  #write(text: string): void {
    if (this.#writer === null) return;
    if ((this.#writer.desiredSize ?? 0) <= 0) this.end();
    else this.#writer.enqueue(line(text));
  }
}

function count(address: string, by: 1 | -1): void {
  open += by;
  const now = (held.get(address) ?? 0) + by;
  if (now > 0) held.set(address, now);
  else held.delete(address);
  gauge("tillgate_open_streams", "Payment pages that listen for changes", []).set(open);
}
