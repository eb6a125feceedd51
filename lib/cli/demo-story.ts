import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** What the demo reads of sandbox.json. */
export interface DemoFacts {
  readonly origin: string;
  readonly merchant: {
    readonly name: string;
    readonly clientId: string;
    readonly apiKey: string;
    readonly apiSecret: string;
    readonly webhookSecret: string;
  };
}

export type Json = Readonly<Record<string, unknown>>;

/** Calls the merchant API as an integrator would. Throws with the API's own message when it refuses. */
export async function call(
  facts: DemoFacts,
  method: "GET" | "POST",
  path: string,
  body?: Json,
): Promise<Json> {
  const answer = await fetch(`${facts.origin}/api/v1${path}`, {
    method,
    headers: {
      apikey: facts.merchant.apiKey,
      "x-api-secret": facts.merchant.apiSecret,
      ...(body ? { "content-type": "application/json" } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const json = (await answer.json()) as Json;
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${json.message}`);
  return json;
}

export interface ReceivedWebhook {
  readonly data: Json;
  readonly attempt: string;
}

export interface Receiver {
  readonly url: string;
  /** The next webhook of that transaction and status whose signature holds. */
  waitFor(transactionId: string, status: string, timeoutMs: number): Promise<ReceivedWebhook>;
  /** The next webhook that fits. */
  waitForAny(fits: (data: Json) => boolean, timeoutMs: number): Promise<ReceivedWebhook>;
  close(): void;
}

/** A shop's webhook endpoint on this machine: checks the signature over the raw body before it believes anything. */
export async function startReceiver(secret: string): Promise<Receiver> {
  const received: ReceivedWebhook[] = [];
  const listeners = new Set<() => void>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const raw = Buffer.concat(chunks);
      const good = isSigned(raw, secret, String(request.headers["x-webhook-signature"] ?? ""));
      response.writeHead(good ? 200 : 401).end();
      if (!good) return;
      const body = JSON.parse(raw.toString("utf8")) as { data: Json };
      received.push({ data: body.data, attempt: String(request.headers["x-webhook-attempt"]) });
      for (const listener of listeners) listener();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`,
    waitFor: (id, status, timeoutMs) =>
      waitFor(
        received,
        listeners,
        (data) => data.transactionId === id && data.status === status,
        timeoutMs,
      ),
    waitForAny: (fits, timeoutMs) => waitFor(received, listeners, fits, timeoutMs),
    close: () => closeServer(server),
  };
}

function isSigned(raw: Buffer, secret: string, header: string): boolean {
  const expected = `sha256=${createHmac("sha256", secret).update(raw).digest("hex")}`;
  return (
    header.length === expected.length && timingSafeEqual(Buffer.from(header), Buffer.from(expected))
  );
}

function waitFor(
  received: readonly ReceivedWebhook[],
  listeners: Set<() => void>,
  fits: (data: Json) => boolean,
  timeoutMs: number,
): Promise<ReceivedWebhook> {
  return new Promise((resolve, reject) => {
    const check = () => {
      const hit = received.find((webhook) => fits(webhook.data));
      if (!hit) return;
      clearTimeout(timer);
      listeners.delete(check);
      resolve(hit);
    };
    const timer = setTimeout(() => {
      listeners.delete(check);
      reject(new Error(`no such webhook within ${timeoutMs / 1000} s`));
    }, timeoutMs);
    listeners.add(check);
    check();
  });
}

function closeServer(server: Server): void {
  server.closeAllConnections();
  server.close();
}

export function say(text: string): void {
  console.log(`   ${text}`);
}

/** A figure that is not as it should be ends the demo. */
export function expect(condition: boolean, otherwise: string): void {
  if (!condition) throw new Error(otherwise);
}
