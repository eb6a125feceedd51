import { createServer, type IncomingHttpHeaders } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { afterAll, afterEach, beforeAll } from "vitest";
import { type Context, emit, jobContext, type Permission, transact } from "@/lib/command";
import { createSecretBox } from "@/lib/config/secret-box";
import { connect, type Database, type WebhookType } from "@/lib/db";
import { AppError, newClientId, newId, silentLogger } from "@/lib/kit";
import {
  createDelivery,
  type Delivery,
  type DeliveryOptions,
  deliverUntilAborted,
  webhookSecretAad,
} from "@/lib/webhooks";
import { createTestDatabase, type TestDatabase } from "./database";

/** Of every merchant that createMerchant makes. */
export const SECRET = "merchant secret ü";
export const box = createSecretBox("the secret of these tests");
const cleanups: (() => Promise<unknown>)[] = [];
let database: TestDatabase;
let db: Database;
let owner: Database;
let web: Database;
let merchantNumber = 0;

/** Gives the file's tests a database, and ends after each what it began. */
export function setUpWebhooks() {
  beforeAll(async () => {
    database = await createTestDatabase();
    db = connect({ url: database.workerUrl, name: "webhooks-test" });
    owner = connect({ url: database.ownerUrl, name: "webhooks-test-owner" });
    web = connect({ url: database.webUrl, name: "webhooks-test-web" });
  });
  afterAll(async () => {
    await db?.close();
    await web?.close();
    await owner?.close();
    await database?.drop();
  });
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
    await owner.sql`update webhook_events set delivery_status = 'failed' where delivery_status = 'pending'`;
  });
  return {
    /** As the worker's role. */
    get db() {
      return db;
    },
    get owner() {
      return owner;
    },
    audits: (merchantId: string) =>
      owner.sql`select action, data from audit_log where merchant_id = ${merchantId} order by id`,
  };
}

interface Received {
  readonly at: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

interface Announced {
  readonly url?: string;
  readonly type?: WebhookType;
  readonly subjectId?: string;
}

/** A receiver that answers its nth request with the nth status (the last one from then on). */
export async function receiver(statuses: number[], headers: Record<string, string> = {}) {
  const requests: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    requests.push({
      at: Date.now(),
      headers: request.headers,
      body: Buffer.concat(chunks).toString(),
    });
    response.writeHead(statuses[requests.length - 1] ?? statuses.at(-1) ?? 200, headers).end("ok");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  cleanups.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, requests };
}

/** Accepts connections and never answers. */
export async function blackHole() {
  const open = new Set<{ destroy(): void }>();
  const server = createTcpServer((socket) => {
    open.add(socket);
    socket.on("error", () => undefined).on("close", () => open.delete(socket));
    socket.resume();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  cleanups.push(async () => {
    for (const socket of open) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, open };
}

export async function createMerchant(url: string | null): Promise<string> {
  const id = newId();
  merchantNumber += 1;
  await owner.sql`insert into merchants (id, number, client_id, name, webhook_url, webhook_secret, fee_tiers, created_at)
    values (${id}, ${merchantNumber}, ${newClientId()}, 'shop', ${url},
      ${box.seal(SECRET, webhookSecretAad(id))}, '[]', now())`;
  return id;
}

/** A merchant's context as the web process has it, by an API key that may do these things. */
export function merchantContext(
  merchantId: string,
  permissions: readonly Permission[] = ["webhooks:read", "webhooks:write"],
  now: () => Date = () => new Date(),
): Context {
  return {
    db: web,
    merchantId,
    actor: { kind: "api_key", id: "test" },
    permissions: new Set(permissions),
    requestId: "req_test",
    log: silentLogger,
    now,
  };
}

/** Due at once whatever the clocks say. */
export async function announce(merchantId: string, event: Announced = {}): Promise<string> {
  const ctx = jobContext(db, "test", silentLogger, () => new Date(Date.now() - 1_000));
  const id = await transact(ctx, (tx) =>
    emit(ctx, tx, {
      merchantId,
      type: event.type ?? "deposit",
      subjectId: event.subjectId ?? newId(),
      status: "confirmed",
      url: event.url ?? null,
      body: '{"success":true,"data":{"note":"€"}}',
    }),
  );
  return id;
}

/** Many at once, straight into the table. */
export async function announceMany(merchantId: string, url: string, count: number): Promise<void> {
  const ids = Array.from({ length: count }, newId);
  await owner.sql`insert into webhook_events (merchant_id, id, type, subject_id, status, url, body, next_attempt_at, created_at)
    select ${merchantId}, id, 'deposit', gen_random_uuid(), 'confirmed', ${url}, '{}', now() - interval '1 minute', now()
    from unnest(${ids}::uuid[]) as id`;
}

/** A delivery that retries within milliseconds; closed after the test. */
export function delivery(options: Partial<DeliveryOptions> = {}): Delivery {
  const made = createDelivery({
    db,
    log: silentLogger,
    openSecret: box.open,
    scheduleMs: [20, 20, 20, 20, 20],
    sandbox: true,
    timeoutMs: 2_000,
    ...options,
  });
  cleanups.push(() => made.close());
  return made;
}

/** Tries everything that is due, until nothing is; answers how many tries that took. */
export async function tryAll(worker: Delivery): Promise<number> {
  let tried = 0;
  for (let began = -1; began !== 0; tried += began) {
    began = await worker.tick();
    await worker.settle();
  }
  return tried;
}

/** Runs the loop until the test ends or the returned function is called. */
export function run(options: Partial<DeliveryOptions> = {}): () => Promise<void> {
  const stop = new AbortController();
  const made = delivery(options);
  const loop = deliverUntilAborted({
    delivery: made,
    log: silentLogger,
    signal: stop.signal,
    pollMs: 20,
  });
  cleanups.push(async () => {
    stop.abort();
    await made.close();
    await loop;
  });
  return async () => {
    stop.abort();
    await loop;
  };
}

export async function eventRow(id: string) {
  const [row] = await owner.sql`select delivery_status, attempts, last_status_code, last_error,
    leased_until, delivered_at is not null as delivered,
    (extract(epoch from next_attempt_at - now()) * 1000)::float8 as due_in_ms
    from webhook_events where id = ${id}`;
  return row as Record<string, unknown>;
}

export async function attemptRows(id: string) {
  return owner.sql`select attempt, status_code, error, url, duration_ms from webhook_attempts
    where event_id = ${id} order by attempt`;
}

export async function until(
  condition: () => boolean | Promise<boolean>,
  ms = 10_000,
): Promise<void> {
  const end = Date.now() + ms;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error("it did not happen in time");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

export const isDelivered = async (id: string) =>
  (await eventRow(id)).delivery_status === "delivered";

/** What a verb is refused with: code and public text. */
export async function refusal(work: Promise<unknown>): Promise<readonly [string, string | null]> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AppError)) throw error ?? new Error("it was not refused");
  return [error.code, error.publicMessage];
}
