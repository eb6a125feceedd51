import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { audit, type Context, jobContext, type Permission, transact } from "@/lib/command";
import { connect, type Database } from "@/lib/db";
import { streamAuditCsv } from "@/lib/desk";
import { newId, silentLogger } from "@/lib/kit";
import {
  type AuditFilter,
  listAudit,
  listAuditChoices,
  sealAudit,
  verifyAuditChain,
  verifyAuditChains,
} from "@/lib/reports";
import { addMerchants, contextOf } from "../support/books";
import { addColleague, personContext } from "../support/colleague";
import { createTestDatabase, type TestDatabase } from "../support/database";

const RIGHTS: readonly Permission[] = ["audit:read"];
const code = (name: string) => expect.objectContaining({ code: name });
let database: TestDatabase;
let owner: Database;
let web: Database;
let worker: Database;
let mine: string;
let other: string;
let anna: string;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = connect({ url: database.ownerUrl, name: "owner", max: 1 });
  web = connect({ url: database.webUrl, name: "web", max: 6, lockTimeoutMs: 30_000 });
  worker = connect({ url: database.workerUrl, name: "worker", max: 6, lockTimeoutMs: 30_000 });
});
afterAll(async () => {
  await Promise.all([owner?.close(), web?.close(), worker?.close()]);
  await database?.drop();
});

/** Two merchants that nobody else has written about. */
async function fresh(): Promise<void> {
  [mine = "", other = ""] = await addMerchants(owner, 2);
  anna = await addColleague(owner, mine, "Anna");
}

const job = (): Context => jobContext(worker, "seal", silentLogger);
const as = (rights = RIGHTS) => personContext(web, mine, anna, rights);

async function write(ctx: Context, action: string, subjectId = newId()): Promise<string> {
  const entry = {
    merchantId: ctx.merchantId,
    action,
    subjectKind: "invoice",
    subjectId,
    data: { b: 1, a: "x" },
  };
  await transact(ctx, (tx) => audit(ctx, tx, entry));
  const [row] =
    await owner.sql`select id from audit_log where subject_id = ${subjectId} order by id desc limit 1`;
  return row?.id;
}

async function sealAll(): Promise<void> {
  while ((await sealAudit(job())) > 0);
}

/** As somebody who may do anything with the database. */
async function tamper(work: () => Promise<unknown>): Promise<void> {
  await owner.sql`set session_replication_role = replica`;
  try {
    await work();
  } finally {
    await owner.sql`set session_replication_role = origin`;
  }
}

const checkOf = async (merchantId: string | null) =>
  (await verifyAuditChains(job())).find((check) => check.merchantId === merchantId);

describe("D-30, I10: the chain over the audit log", () => {
  it("takes every row once, each merchant's and the house's in a chain of its own", async () => {
    await fresh();
    const house = { ...job(), merchantId: null };
    for (let at = 0; at < 7; at += 1) {
      await write(as(), "invoice.created");
      await write({ ...contextOf(web, other) }, "invoice.created");
      await write(house, "network.resumed");
    }
    await Promise.all(
      [sealAudit(job()), sealAudit(job()), sealAudit(job())].map((one) => one.catch(() => 0)),
    );
    await sealAll();
    expect(await verifyAuditChain(as())).toEqual({ merchantId: mine, rows: 7, fault: null });
    expect(await checkOf(other)).toEqual({ merchantId: other, rows: 7, fault: null });
    expect(await checkOf(null)).toMatchObject({ fault: null });
    const [left] = await owner.sql`select (select count(*) from audit_pending)::int as waiting,
      (select count(*) from audit_log)::int - (select count(*) from audit_chain)::int as missing`;
    expect(left).toEqual({ waiting: 0, missing: 0 });
  });

  it("is added to, never changed", async () => {
    await fresh();
    await write(as(), "invoice.created");
    await sealAll();
    for (const db of [worker, owner]) {
      await expect(db.sql`update audit_chain set position = 5`).rejects.toThrow();
      await expect(db.sql`delete from audit_chain`).rejects.toThrow();
    }
    await expect(web.sql`insert into audit_chain (merchant_id, position, audit_id, hash, sealed_at)
      values (${mine}, 9, ${newId()}, ${Buffer.alloc(32)}, now())`).rejects.toThrow(/permission/);
  });

  it("points at the first row that was altered, in any of its columns", async () => {
    for (const change of [
      'data = \'{"a": "y"}\'',
      "actor = 'user:nobody'",
      "created_at = created_at - interval '1 s'",
    ]) {
      await fresh();
      const ids: string[] = [];
      for (let at = 0; at < 5; at += 1) ids.push(await write(as(), "settings.updated"));
      await sealAll();
      await tamper(() =>
        owner.sql.unsafe(`update audit_log set ${change} where id in ('${ids[3]}', '${ids[2]}')`),
      );
      const fault = { kind: "altered", auditId: ids[2], position: 3 };
      expect(await verifyAuditChain(as())).toEqual({ merchantId: mine, rows: 2, fault });
      expect((await checkOf(mine))?.fault).toEqual(fault);
    }
  });

  it("points at a row that was taken away, from the log, from the chain, or from both", async () => {
    const takeAway = async (log: boolean, chain: boolean) => {
      await fresh();
      const ids: string[] = [];
      for (let at = 0; at < 4; at += 1) ids.push(await write(as(), "settings.updated"));
      await sealAll();
      const id = ids[1] ?? "";
      await tamper(async () => {
        if (log) await owner.sql`delete from audit_log where id = ${id}`;
        if (chain) await owner.sql`delete from audit_chain where audit_id = ${id}`;
      });
      return { ids, fault: (await checkOf(mine))?.fault };
    };
    const one = await takeAway(true, false);
    expect(one.fault).toEqual({ kind: "removed", auditId: one.ids[1], position: 2 });
    const two = await takeAway(false, true);
    expect(two.fault).toEqual({ kind: "gap", auditId: two.ids[2], position: 3 });
    const both = await takeAway(true, true);
    expect(both.fault).toEqual({ kind: "gap", auditId: both.ids[2], position: 3 });
  });

  it("misses no row that came or went without it", async () => {
    await fresh();
    await write(as(), "settings.updated");
    await sealAll();
    let smuggled = "";
    await tamper(async () => {
      smuggled = await write(as(), "settings.updated");
      // The web's own connection had its triggers: what waits for the seal is taken away as well.
      await owner.sql`delete from audit_pending`;
    });
    expect((await checkOf(mine))?.fault).toEqual({
      kind: "unsealed",
      auditId: smuggled,
      position: null,
    });
    await fresh();
    const gone = await write(as(), "settings.updated");
    await tamper(() => owner.sql`delete from audit_log where id = ${gone}`);
    await sealAll();
    expect((await checkOf(null))?.fault).toMatchObject({ kind: "removed", auditId: gone });
  });

  it("is checked by who may, each merchant its own", async () => {
    await fresh();
    await expect(verifyAuditChain(as([]))).rejects.toEqual(code("scope_missing"));
    await expect(verifyAuditChains(as())).rejects.toEqual(code("scope_missing"));
    await expect(sealAudit(as())).rejects.toEqual(code("scope_missing"));
  });
});

describe("listAudit (D-30)", () => {
  async function walk(ctx: Context, filter: AuditFilter, limit: number): Promise<string[]> {
    const ids: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await listAudit(ctx, filter, {
        limit,
        ...(cursor === undefined ? {} : { cursor }),
      });
      ids.push(...page.docs.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    return ids;
  }

  it("shows the merchant's log, newest first, with names and seals, by any filter", async () => {
    await fresh();
    const subject = newId();
    const key = { ...contextOf(web, mine), actor: { kind: "api_key", id: newId() } as const };
    const ids = [
      await write(as(), "invoice.created", subject),
      await write(key, "invoice.created"),
      await write(as(), "invoice.cancelled", subject),
      await write(as(), "settings.updated"),
    ];
    await write(contextOf(web, other), "invoice.created", subject);
    await sealAll();
    const { docs } = await listAudit(as(), {}, { limit: 20 });
    expect(docs.map(({ id }) => id)).toEqual([...ids].reverse());
    expect(docs[0]).toMatchObject({
      actorText: `user:${anna}`,
      actor: { kind: "user", name: "Anna" },
      action: "settings.updated",
      data: { a: "x", b: 1 },
      seal: { position: 4, hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    const [a, b, c, d] = ids;
    for (const [filter, found] of [
      [{ actor: `user:${anna}` }, [d, c, a]],
      [{ action: "invoice.created" }, [b, a]],
      [{ subject }, [c, a]],
      [{ actor: `user:${anna}`, action: "invoice.created" }, [a]],
      [{ subject, action: "invoice.cancelled", actor: "job:x" }, []],
      [{ to: new Date(0) }, []],
      [{ from: new Date(0), to: new Date(Date.now() + 60_000) }, [d, c, b, a]],
    ] as const) {
      expect(await walk(as(), filter, 1)).toEqual(found);
      expect(await walk(as(), filter, 100)).toEqual(found);
    }
    const { actions, actors } = await listAuditChoices(as());
    expect(actions).toEqual(["invoice.cancelled", "invoice.created", "settings.updated"]);
    expect(actors.map(({ actor }) => [actor?.kind, actor?.name])).toEqual([
      ["api_key", null],
      ["user", "Anna"],
    ]);
    await expect(listAuditChoices(as([]))).rejects.toEqual(code("scope_missing"));
    await expect(listAudit(as([]), {}, { limit: 1 })).rejects.toEqual(code("scope_missing"));
  });

  it("holds several filters against a bounded number of rows, and goes on", async () => {
    await fresh();
    await owner.sql`
      insert into audit_log (merchant_id, id, actor, action, subject_kind, subject_id, request_id, data, created_at)
      select ${mine}, uuidv7(), 'api_key:1', case when n % 2000 = 9 then 'key.used' else 'invoice.created' end, 'invoice',
        n::text, 'r', '{}', ${new Date(0)}::timestamptz + n / 10 * interval '1 s' from generate_series(1, 6000) n`;
    const both = { actor: "api_key:1", action: "key.used" };
    const first = await listAudit(as(), both, { limit: 20 });
    expect([first.docs.length, first.lookedTo !== null, first.nextCursor !== null]).toEqual([
      2,
      true,
      true,
    ]);
    expect(await walk(as(), both, 20)).toHaveLength(3);
    expect(new Set(await walk(as(), {}, 1_000)).size).toBe(6_000);
    await sealAll();
    expect(await verifyAuditChain(as())).toMatchObject({ rows: 6_000, fault: null });
  });

  it("is a file, too, and says who took it", async () => {
    await fresh();
    await write(as(), "invoice.created");
    let text = "";
    for await (const piece of streamAuditCsv(as(), {}, "Asia/Kathmandu")) text += piece;
    const [header = "", ...rows] = text.trimEnd().split("\r\n");
    expect(header.split(",").at(-1)).toBe("tillgate-audit-v1");
    expect(rows).toHaveLength(2);
    expect(rows[0]).toContain(",Anna,");
    expect(rows[0]).toContain(",audit.exported,");
    expect(rows[1]).toContain('"{""a"":""x"",""b"":1}"');
    expect(rows[1]).toContain("+05:45,");
    const stranger = streamAuditCsv(as([]), {}, "UTC").next();
    await expect(stranger).rejects.toEqual(code("scope_missing"));
  });
});
