import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  type AnsweredCall,
  type CallFilter,
  CallLog,
  forgetApiRequests,
  getApiRequest,
  type LineOutcome,
  listApiRequests,
  listCallRoutes,
} from "@/lib/calls";
import { type Context, jobContext, type Permission } from "@/lib/command";
import { connect, type Database } from "@/lib/db";
import { type Logger, newId, silentLogger } from "@/lib/kit";
import { addMerchants } from "../support/books";
import { createTestDatabase, type TestDatabase } from "../support/database";
import { addPerson, type Person, personContext } from "../support/persons";

const RIGHTS: readonly Permission[] = ["keys:read"];
const code = (name: string) => expect.objectContaining({ code: name });
let database: TestDatabase;
let owner: Database;
let web: Database;
let worker: Database;
let mine: string;
let other: string;
let keyId: string;
let theirKeyId: string;
let anna: Person;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = connect({ url: database.ownerUrl, name: "owner", max: 1 });
  web = connect({ url: database.webUrl, name: "web", max: 4 });
  worker = connect({ url: database.workerUrl, name: "worker", max: 2 });
});
afterAll(async () => {
  await Promise.all([owner?.close(), web?.close(), worker?.close()]);
  await database?.drop();
});
beforeEach(async () => {
  [mine = "", other = ""] = await addMerchants(owner, 2);
  [keyId, theirKeyId] = [await addKey(mine), await addKey(other)];
  anna = await addPerson(owner, mine);
});

async function addKey(merchantId: string): Promise<string> {
  const id = newId();
  await owner.sql`insert into api_keys (merchant_id, id, key_hash, secret_hash, prefix, name, scopes, created_at)
    values (${merchantId}, ${id}, ${Buffer.from(randomUUID())}, ${Buffer.from(id)}, 'tg_test_Abcd', 'Shop', '{all}', now())`;
  return id;
}

function answered(more: Partial<AnsweredCall> = {}): AnsweredCall {
  return {
    merchantId: mine,
    id: newId(),
    at: new Date(),
    actor: `api_key:${keyId}`,
    method: "POST",
    route: "/transaction/create",
    path: "/api/v1/transaction/create",
    query: "amount=5",
    status: 200,
    durationMs: 12.4,
    address: "203.0.113.9",
    userAgent: "shop/1.0",
    withSecret: false,
    withIdempotencyKey: true,
    replayed: false,
    sent: Buffer.from('{"amount":5,"secret":"hush"}'),
    answered: '{"success":true}',
    ...more,
  };
}

interface Lab {
  readonly log: CallLog;
  readonly counted: Record<LineOutcome, number>;
  readonly said: string[];
}

function lab(db: Database = web): Lab {
  const counted = { written: 0, dropped: 0, lost: 0 };
  const said: string[] = [];
  const say = (_: object, message: string) => void said.push(message);
  const logger: Logger = { ...silentLogger, warn: say, info: say };
  const count = (outcome: LineOutcome, lines: number) => {
    counted[outcome] += lines;
  };
  return { log: new CallLog({ db, log: logger, count }), counted, said };
}

async function write(...calls: readonly AnsweredCall[]): Promise<Lab> {
  const made = lab();
  for (const call of calls) made.log.note(call);
  await settled(made, calls.length);
  return made;
}

/** Every line has come to its end. Closing alone gives up after a while, on a busy machine before that. */
async function settled({ log, counted }: Lab, lines: number): Promise<void> {
  await log.close();
  const ended = () => counted.written + counted.dropped + counted.lost;
  await expect.poll(ended, { timeout: 50_000 }).toBe(lines);
}

const as = (merchantId = mine, permissions = RIGHTS): Context =>
  personContext(web, merchantId, anna, { permissions });
const idsOf = async (filter: CallFilter = {}, ctx = as()) =>
  (await listApiRequests(ctx, filter, { limit: 50 })).docs.map(({ id }) => id);

describe("D-28: the log of calls", () => {
  it("is written of several merchants at once, and each sees its own", async () => {
    const [ours, theirs] = [
      answered(),
      answered({ merchantId: other, actor: `api_key:${theirKeyId}` }),
    ];
    const { counted } = await write(ours, theirs);
    expect(counted).toEqual({ written: 2, dropped: 0, lost: 0 });
    expect(await idsOf()).toEqual([ours.id]);
    expect(await idsOf({}, as(other))).toEqual([theirs.id]);
    await expect(getApiRequest(as(), { id: theirs.id })).rejects.toEqual(code("not_found"));
    expect(await getApiRequest(as(), { id: ours.id })).toMatchObject({
      method: "POST",
      path: "/api/v1/transaction/create",
      query: "amount=5",
      status: 200,
      error: null,
      durationMs: 12,
      actor: { kind: "api_key", id: keyId, name: "Shop" },
      address: "203.0.113.9",
      userAgent: "shop/1.0",
      withSecret: false,
      withIdempotencyKey: true,
      request: { text: '{"amount":5,"secret":"***"}', cut: false, bytes: 28 },
      response: { text: '{"success":true}', cut: false, bytes: 16 },
    });
  });

  it("names the person whose session called, and leaves out what is not the merchant's", async () => {
    const hers = answered({ actor: `user:${anna.id}` });
    const { counted } = await write(
      hers,
      answered({ actor: `api_key:${theirKeyId}` }),
      answered({ merchantId: other, actor: `user:${anna.id}` }),
    );
    expect(counted).toEqual({ written: 1, dropped: 0, lost: 2 });
    const [line] = (await listApiRequests(as(), {}, { limit: 10 })).docs;
    expect(line).toMatchObject({ id: hers.id, actor: { kind: "user", name: anna.name } });
  });

  it("is read by who may read keys, and written by nobody by hand", async () => {
    const none = as(mine, ["invoices:read"]);
    await expect(listApiRequests(none, {}, { limit: 1 })).rejects.toEqual(code("scope_missing"));
    await expect(getApiRequest(none, { id: newId() })).rejects.toEqual(code("scope_missing"));
    await expect(listCallRoutes(none)).rejects.toEqual(code("scope_missing"));
    await expect(web.sql`delete from api_requests`).rejects.toEqual(code("42501"));
    await expect(web.sql`update api_requests set status = 200`).rejects.toEqual(code("42501"));
    await expect(worker.sql`update api_requests set status = 200`).rejects.toEqual(code("42501"));
  });

  it("takes any bytes, and cuts what is long", async () => {
    const odd = answered({
      sent: Buffer.concat([Buffer.from('{"a":"\\u0000\\ud800'), Buffer.from('x"}')]),
      userAgent: "a\0b",
      query: `q=%00&${"x".repeat(9_000)}`,
      answered: JSON.stringify({ list: Array.from({ length: 900 }, (_, at) => at) }),
    });
    const text = answered({ sent: Buffer.from("no json: token=hush") });
    const { counted } = await write(odd, text);
    expect(counted).toEqual({ written: 2, dropped: 0, lost: 0 });
    const kept = await getApiRequest(as(), { id: odd.id });
    expect(kept.response?.cut).toBe(true);
    expect(kept.response?.text).toHaveLength(2_001);
    expect(kept.query).toHaveLength(2_000);
    expect((await getApiRequest(as(), { id: text.id })).request).toEqual({
      text: null,
      cut: false,
      bytes: 19,
    });
  });

  it("is filtered by status, method, route, key, id and day, alone and together", async () => {
    const day = (text: string) => ({ at: new Date(`${text}T12:00:00Z`), id: idOf(text) });
    const create = answered(day("2026-10-01"));
    const refused = answered({ ...day("2026-10-02"), status: 400, answered: '{"error":"bad"}' });
    const broken = answered({ ...day("2026-10-03"), status: 503, route: "/b", method: "GET" });
    const hers = answered({ ...day("2026-10-04"), actor: `user:${anna.id}`, route: "/c" });
    await write(create, refused, broken, hers);
    const all = [hers, broken, refused, create].map(({ id }) => id);
    expect(await idsOf()).toEqual(all);
    expect(await idsOf({ statusClass: 4 })).toEqual([refused.id]);
    expect(await idsOf({ statusClass: 5 })).toEqual([broken.id]);
    expect(await idsOf({ statusClass: 2 })).toEqual([hers.id, create.id]);
    expect(await idsOf({ method: "GET" })).toEqual([broken.id]);
    expect(await idsOf({ route: "/transaction/create" })).toEqual([refused.id, create.id]);
    expect(await idsOf({ route: "/transaction/create", statusClass: 4 })).toEqual([refused.id]);
    expect(await idsOf({ keyId })).toEqual([broken.id, refused.id, create.id]);
    expect(await idsOf({ keyId, method: "POST", statusClass: 2 })).toEqual([create.id]);
    expect(await idsOf({ id: broken.id })).toEqual([broken.id]);
    expect(await idsOf({ id: broken.id, statusClass: 2 })).toEqual([]);
    const from = new Date("2026-10-02T00:00:00Z");
    const to = new Date("2026-10-03T23:59:59.999Z");
    expect(await idsOf({ from, to })).toEqual([broken.id, refused.id]);
    expect(await listCallRoutes(as())).toEqual(["/b", "/c", "/transaction/create"]);
    const [line] = (await listApiRequests(as(), { statusClass: 4 }, { limit: 1 })).docs;
    expect(line?.error).toBe("bad");
  });

  it("goes on by cursor, also where several filters looked at much and found nothing", async () => {
    const calls = Array.from({ length: 7 }, () => answered());
    await write(...calls);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await listApiRequests(as(), {}, { limit: 3, ...(cursor ? { cursor } : {}) });
      seen.push(...page.docs.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual(calls.map(({ id }) => id).toReversed());
    await expect(listApiRequests(as(), {}, { limit: 3, cursor: "x" })).rejects.toEqual(
      code("validation_failed"),
    );
    const first = answered({ method: "GET", id: idOf("2026-09-01") });
    await write(first);
    await owner.sql`insert into api_requests (merchant_id, id, created_at, actor, method, route, path, query, status,
        duration_ms, address, with_secret, with_idempotency_key, replayed, request_bytes, response_bytes)
      select ${mine}, gen_random_uuid(), now(), ${`api_key:${keyId}`}, 'POST', '/x', '/x', '', 200, 1, '', false, false, false, 0, 0
      from generate_series(1, 2100)`;
    const looked = await listApiRequests(as(), { method: "GET" }, { limit: 3 });
    expect([looked.docs, looked.lookedTo !== null]).toEqual([[], true]);
    const on = await listApiRequests(
      as(),
      { method: "GET" },
      { limit: 3, cursor: looked.nextCursor ?? "" },
    );
    expect(on.docs.map(({ id }) => id)).toEqual([first.id]);
  });

  it("is forgotten after thirty days, however much it is", async () => {
    const now = Date.now();
    const ago = (days: number) => new Date(now - days * 86_400_000);
    const [young, old] = [answered({ at: ago(29.9) }), answered({ at: ago(30.1) })];
    await write(young, old);
    await owner.sql`insert into api_requests (merchant_id, id, created_at, actor, method, route, path, query, status,
        duration_ms, address, with_secret, with_idempotency_key, replayed, request_bytes, response_bytes)
      select ${other}, gen_random_uuid(), ${ago(31)}, ${`api_key:${theirKeyId}`}, 'GET', '/x', '/x', '', 200, 1, '', false, false, false, 0, 0
      from generate_series(1, 5100)`;
    await expect(forgetApiRequests(as())).rejects.toEqual(code("scope_missing"));
    const gone = await forgetApiRequests(jobContext(worker, "forget", silentLogger));
    expect(gone).toBeGreaterThanOrEqual(5_101);
    expect(await idsOf()).toEqual([young.id]);
    expect(await idsOf({}, as(other))).toEqual([]);
  });
});

describe("a log that is in trouble", () => {
  it("drops the oldest lines of a flood, and counts them", async () => {
    const made = lab();
    const calls = Array.from({ length: 2_300 }, () => answered());
    for (const call of calls) made.log.note(call);
    // 250 were taken to be written when they were together; of the rest the newest 2,000 wait.
    await settled(made, 2_300);
    expect(made.counted).toEqual({ written: 2_250, dropped: 50, lost: 0 });
    const big = lab();
    for (let at = 0; at < 100; at += 1) big.log.note(answered({ answered: "x".repeat(500_000) }));
    await settled(big, 100);
    expect(big.counted.dropped).toBeGreaterThan(70);
  });

  it("keeps no more than some of those that are turned away again and again", async () => {
    const calls = Array.from({ length: 80 }, () => answered({ status: 429 }));
    const { counted } = await write(...calls, answered());
    expect(counted).toEqual({ written: 51, dropped: 30, lost: 0 });
  });

  it("loses lines with the database and says so once, without a word of what was in them", async () => {
    const away = connect({ url: "postgres://nobody:hush@127.0.0.1:9/none", name: "away", max: 1 });
    const made = lab(away);
    made.log.note(answered());
    await settled(made, 1);
    made.log.note(answered());
    await settled(made, 2);
    expect(made.counted).toEqual({ written: 0, dropped: 0, lost: 2 });
    expect(made.said).toEqual(["calls are not written down"]);
    await away.close();
  });
});

/** An id of a moment's milliseconds, as UUIDv7 has them. */
function idOf(day: string): string {
  const time = new Date(`${day}T12:00:00Z`).getTime().toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}
