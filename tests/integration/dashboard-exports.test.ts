import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Context, jobContext, type Permission } from "@/lib/command";
import { connect, type Database } from "@/lib/db";
import { getExport, listExports, readExport, startExport, streamCsv } from "@/lib/desk";
import { forgetExports, makeExports } from "@/lib/desk/making";
import { newId, silentLogger, units } from "@/lib/kit";
import { addMerchants, NETWORK } from "../support/books";
import { addColleague, personContext } from "../support/colleague";
import { createTestDatabase, type TestDatabase } from "../support/database";
import { addRecords } from "../support/records";

const RIGHTS: readonly Permission[] = ["exports:create", "invoices:read"];
const ZONE = "Europe/Oslo";
const START = Date.parse("2026-01-01T00:00:00.000Z");
const OPTIONS = { link: (id: string) => `https://pay.example/exports/${id}`, sandbox: true };
const code = (name: string) => expect.objectContaining({ code: name });

let database: TestDatabase;
let owner: Database;
let web: Database;
let worker: Database;
let mine: string;
let other: string;
let crowded: string;
let people: readonly [string, string, string];

beforeAll(async () => {
  database = await createTestDatabase();
  owner = connect({ url: database.ownerUrl, name: "owner", max: 2 });
  web = connect({ url: database.webUrl, name: "web", max: 6, lockTimeoutMs: 30_000 });
  worker = connect({ url: database.workerUrl, name: "worker", max: 6 });
  [mine = "", other = "", crowded = ""] = await addMerchants(owner, 3);
  people = [
    await addColleague(owner, mine, "Anna"),
    await addColleague(owner, other, "Bjorn"),
    await addColleague(owner, crowded, "Cleo"),
  ];
});
afterEach(async () => {
  await owner.sql`delete from export_chunks`;
  await owner.sql`delete from exports`;
  await owner.sql`delete from mails`;
});
afterAll(async () => {
  await Promise.all([owner?.close(), web?.close(), worker?.close()]);
  await database?.drop();
});

const anna = (rights = RIGHTS, now?: () => Date) => ({
  ...personContext(web, mine, people[0], rights),
  ...(now ? { now } : {}),
});
const cleo = () => personContext(web, crowded, people[2], RIGHTS);
const job = (now?: () => Date): Context => jobContext(worker, "exports", silentLogger, now);

async function makeAll(): Promise<number> {
  let rounds = 0;
  while (await makeExports(job(), OPTIONS)) rounds += 1;
  return rounds;
}

async function textOf(ctx: Context, id: string): Promise<string> {
  return (await bytesOf(ctx, id)).toString("utf8");
}

async function bytesOf(ctx: Context, id: string): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of (await readExport(ctx, id)).pieces) pieces.push(piece);
  return Buffer.concat(pieces);
}

async function csvAtOnce(ctx: Context, filter = {}): Promise<string> {
  let text = "";
  for await (const piece of streamCsv(ctx, filter, ZONE)) text += piece;
  return text;
}

/** The cells of a file whose fields hold no comma and no line break. */
const cellsOf = (text: string) =>
  text
    .trimEnd()
    .split("\r\n")
    .map((line) => line.split(","));

describe("D-08: a file of transactions", () => {
  it("has a header with a version, moments in UTC and in the zone, amounts with six places", async () => {
    const [merchant = ""] = await addMerchants(owner);
    const person = await addColleague(owner, merchant, "Dana");
    const at = new Date("2026-07-01T22:30:15.250Z");
    const sketch = { kind: "invoice", network: NETWORK, at, state: "initiated" } as const;
    const [made] = await addRecords(owner, merchant, [sketch], 300);
    const rows = cellsOf(await csvAtOnce(personContext(web, merchant, person, RIGHTS)));
    const [header = [], row = []] = rows;
    expect([rows.length, header.at(-1)]).toEqual([2, "tillgate-transactions-v1"]);
    const cell = (name: string) => row[header.indexOf(name)];
    expect([cell("id"), cell("amount_usdt"), cell("fee_usdt")]).toEqual([made?.id, "5.000000", ""]);
    expect(cell("created_at_utc")).toBe("2026-07-01T22:30:15.250Z");
    expect(cell("created_at_local")).toBe("2026-07-02T00:30:15.250+02:00");
    const [log] =
      await owner.sql`select actor, data from audit_log where merchant_id = ${merchant}`;
    expect([log?.actor, log?.data.format]).toEqual([`user:${person}`, "csv"]);
  });

  it("holds no formula, whatever a payer's order was called", async () => {
    const [merchant = ""] = await addMerchants(owner);
    const person = await addColleague(owner, merchant, "Dana");
    const evil = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", 'a"b', "a\r\nb"];
    for (const [at, referenceId] of evil.entries()) {
      const sketch = {
        kind: "invoice",
        network: NETWORK,
        state: "initiated",
        referenceId,
      } as const;
      await addRecords(owner, merchant, [{ ...sketch, at: new Date(START - at) }], 310 + at);
    }
    const ctx = personContext(web, merchant, person, RIGHTS);
    const text = await csvAtOnce(ctx);
    for (const mark of ["=1+1", "+1", "-1", "@SUM(A1)", "\tx"])
      expect(text).toContain(`,'${mark},`);
    for (const quoted of [`,"'\rx",`, ',"a""b",', ',"a\r\nb",']) expect(text).toContain(quoted);
    const { id } = await startExport(ctx, { filter: {}, format: "csv", timeZone: ZONE });
    await makeAll();
    expect(await textOf(ctx, id)).toBe(text);
  });

  it("is asked for, made, told of and read, each reading noted", async () => {
    const sketch = {
      kind: "payout",
      network: NETWORK,
      at: new Date(START),
      state: "settled",
    } as const;
    await addRecords(owner, mine, [sketch, { ...sketch, state: "failed" }], 330);
    const input = {
      filter: { statuses: ["completed"], amountFrom: units(1n) },
      format: "csv",
      timeZone: ZONE,
    } as const;
    const { id } = await startExport(anna(), input);
    expect(await getExport(anna(), id)).toMatchObject({
      state: "queued",
      filter: input.filter,
      rowsExpected: 1,
    });
    await expect(readExport(anna(), id)).rejects.toEqual(code("invalid_state"));
    await makeAll();
    const [view] = await listExports(anna());
    const file = await readExport(anna(), id);
    expect(view).toMatchObject({ id, state: "done", rowsDone: 1, bytes: file.bytes, error: null });
    expect(file.fileName).toMatch(/^transactions-\d{4}-\d\d-\d\d-[0-9a-f]{6}\.csv$/);
    const text = await textOf(anna(), id);
    expect([Buffer.byteLength(text), cellsOf(text).length]).toEqual([file.bytes, 2]);
    const [mail, ...more] =
      await owner.sql`select to_address, subject, text_body from mails where kind = 'export_ready'`;
    expect(more).toEqual([]);
    expect(mail).toMatchObject({
      to_address: `anna.${people[0]}@example.com`,
      subject: "[TEST] Your export is ready",
      text_body: expect.stringContaining(`https://pay.example/exports/${id}`),
    });
    const log = await owner.sql`select action from audit_log where subject_id = ${id} order by id`;
    expect(log.map(({ action }) => action)).toEqual([
      "export.started",
      "export.downloaded",
      "export.downloaded",
    ]);
  });

  it("is gone after seven days", async () => {
    const { id } = await startExport(anna(), { filter: {}, format: "csv", timeZone: ZONE });
    await makeAll();
    const later = () => new Date(Date.now() + 7 * 86_400_000 + 1_000);
    await expect(readExport(anna(RIGHTS, later), id)).rejects.toEqual(code("link_expired"));
    expect(await forgetExports(job())).toBe(0);
    expect(await forgetExports(job(later))).toBe(1);
    expect(await owner.sql`select 1 from export_chunks`).toHaveLength(0);
    expect((await getExport(anna(), id)).state).toBe("expired");
  });

  it("is its person's own: no colleague's, no other merchant's, and nobody's without the permission", async () => {
    const input = { filter: {}, format: "csv", timeZone: ZONE } as const;
    const { id } = await startExport(anna(), input);
    await makeAll();
    const colleague = personContext(web, mine, await addColleague(owner, mine, "Eve"), RIGHTS);
    const stranger = personContext(web, other, people[1], RIGHTS);
    for (const ctx of [colleague, stranger]) {
      await expect(getExport(ctx, id)).rejects.toEqual(code("not_found"));
      await expect(readExport(ctx, id)).rejects.toEqual(code("not_found"));
      expect(await listExports(ctx)).toEqual([]);
    }
    const weak = anna(["invoices:read"]);
    for (const asked of [
      startExport(weak, input),
      getExport(weak, id),
      readExport(weak, id),
      listExports(weak),
      csvAtOnce(weak),
      makeExports(weak, OPTIONS),
      forgetExports(weak),
    ]) {
      await expect(asked).rejects.toEqual(code("scope_missing"));
    }
    const wrong = startExport(anna(), { ...input, timeZone: "Mars/Base" });
    await expect(wrong).rejects.toEqual(code("validation_failed"));
  });

  it("is one however often and at once it is asked for, and five at most are open", async () => {
    const input = { filter: {}, format: "csv", timeZone: ZONE } as const;
    const id = newId();
    await Promise.all([1, 2, 3].map(() => startExport(anna(), { ...input, id })));
    expect(await listExports(anna())).toHaveLength(1);
    const more = await Promise.allSettled([1, 2, 3, 4, 5, 6].map(() => startExport(anna(), input)));
    expect(more.filter(({ status }) => status === "fulfilled")).toHaveLength(4);
    const log = await owner.sql`select 1 from audit_log where subject_id = ${id}`;
    expect(log).toHaveLength(1);
  });
});

describe("a large file", () => {
  const MANY = 25_000;

  beforeAll(async () => {
    await owner.sql`
      insert into invoices (merchant_id, id, number, invoice_no, code, network, address, wallet_address,
        amount_units, fee_payer, fee_tiers, credit_at, status, created_at, expires_at)
      select ${crowded}, uuidv7(), n, 'INV-9-' || n, 'm' || n, 'USDT-TRC20', 'm' || n, 'Tm' || n, 5000000 + n,
        'merchant', '[]', 'sweep', 'initiated', ${new Date(START)}::timestamptz + n / 10 * interval '1 s', now()
      from generate_series(1, ${MANY}::int) n`;
    await owner.sql`vacuum analyze invoices`;
  });

  it("is too much for one answer", async () => {
    await expect(csvAtOnce(cleo())).rejects.toEqual(code("invalid_state"));
    const half = { amountFrom: units(5_000_000n + 12_500n) };
    await expect(csvAtOnce(cleo(), half)).rejects.toEqual(code("invalid_state"));
    const some = { amountFrom: units(5_000_000n + 24_001n) };
    expect(cellsOf(await csvAtOnce(cleo(), some))).toHaveLength(1_001);
  });

  it("has every row once, in its order, though workers die on the way and several make it", async () => {
    const { id } = await startExport(cleo(), { filter: {}, format: "csv", timeZone: ZONE });
    for (let piece = 0; piece < 3; piece += 1) await makeExports(job(), OPTIONS);
    expect(await getExport(cleo(), id)).toMatchObject({
      state: "running",
      rowsDone: 3_000,
      rowsExpected: 10_000,
    });
    // One that takes it and is killed: it holds the lease, and nobody else goes on until that is over.
    const dying = makeExports({ ...job(), db: dieAtWriting(worker) }, OPTIONS);
    await expect(dying).rejects.toThrow("killed");
    expect(await makeExports(job(), OPTIONS)).toBe(false);
    await owner.sql`update exports set leased_until = now() where id = ${id}`;
    await Promise.all([makeAll(), makeAll(), makeAll()]);
    const numbers = cellsOf(await textOf(cleo(), id))
      .slice(1)
      .map((row) => row[12]);
    expect(numbers).toHaveLength(MANY);
    expect(new Set(numbers).size).toBe(MANY);
    expect([numbers[0], numbers.at(-1)?.length]).toEqual([`INV-9-${MANY}`, "INV-9-1".length]);
    expect(await owner.sql`select 1 from mails where kind = 'export_ready'`).toHaveLength(1);
  });

  it("is a workbook, too, and refused beyond what a workbook holds", async () => {
    const filter = { amountFrom: units(5_000_000n + 23_501n) };
    const { id } = await startExport(cleo(), { filter, format: "xlsx", timeZone: ZONE });
    await makeAll();
    expect(await getExport(cleo(), id)).toMatchObject({ state: "done", rowsDone: 1_500 });
    const file = await bytesOf(cleo(), id);
    expect(file.subarray(0, 4).toString("latin1")).toBe("PK\u0003\u0004");
    const large = await startExport(cleo(), { filter: {}, format: "xlsx", timeZone: ZONE });
    await owner.sql`update exports set rows_done = 99500, pieces = 1 where id = ${large.id}`;
    await makeAll();
    expect(await getExport(cleo(), large.id)).toMatchObject({
      state: "failed",
      error: "A workbook holds at most 100,000 rows: choose CSV, or filter for less",
    });
  });
});

/** A pool that can read and claim, and dies where a piece is to be written. */
function dieAtWriting(db: Database): Database {
  const orm = new Proxy(db.orm, {
    get: (target, name) =>
      name === "transaction"
        ? () => Promise.reject(new Error("killed"))
        : Reflect.get(target, name),
  });
  return { ...db, orm };
}
