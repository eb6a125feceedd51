import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Permission } from "@/lib/command";
import { connect, type Database } from "@/lib/db";
import { addNote, deleteView, listNotes, listViews, saveView, setDefaultView } from "@/lib/desk";
import { newId } from "@/lib/kit";
import { addMerchants, contextOf, NETWORK } from "../support/books";
import { addColleague, personContext } from "../support/colleague";
import { createTestDatabase, type TestDatabase } from "../support/database";
import { addRecords } from "../support/records";

const RIGHTS: readonly Permission[] = ["invoices:read", "notes:write"];
let database: TestDatabase;
let owner: Database;
let web: Database;
let mine: string;
let other: string;
let people: readonly [string, string, string];
let record: string;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = connect({ url: database.ownerUrl, name: "owner", max: 2 });
  web = connect({ url: database.webUrl, name: "web", max: 6, lockTimeoutMs: 30_000 });
  [mine = "", other = ""] = await addMerchants(owner, 2);
  people = [
    await addColleague(owner, mine, "Anna"),
    await addColleague(owner, mine, "Bjorn"),
    await addColleague(owner, other, "Cleo"),
  ];
  const sketch = { kind: "invoice", network: NETWORK, at: new Date(), state: "initiated" } as const;
  record = (await addRecords(owner, mine, [sketch]))[0]?.id ?? "";
});
afterAll(async () => {
  await Promise.all([owner?.close(), web?.close()]);
  await database?.drop();
});

const anna = (rights = RIGHTS) => personContext(web, mine, people[0], rights);
const bjorn = (rights = RIGHTS) => personContext(web, mine, people[1], rights);
const cleo = (rights = RIGHTS) => personContext(web, other, people[2], rights);
const code = (name: string) => expect.objectContaining({ code: name });

describe("notes", () => {
  it("stand beside a record, with their author, the oldest first", async () => {
    await addNote(anna(), { subjectId: record, text: "  Called the payer.\n<b>twice</b>  " });
    await addNote(bjorn(), { subjectId: record, text: "Refunded." });
    const notes = await listNotes(anna(), record);
    expect(notes.map(({ text, author }) => [text, author?.name])).toEqual([
      ["Called the payer.\n<b>twice</b>", "Anna"],
      ["Refunded.", "Bjorn"],
    ]);
    const log =
      await owner.sql`select actor, data from audit_log where action = 'note.added' and merchant_id = ${mine} order by id`;
    expect(log.map(({ actor, data }) => [actor, Object.keys(data)])).toEqual([
      [`user:${people[0]}`, ["note"]],
      [`user:${people[1]}`, ["note"]],
    ]);
  });

  it("are one when they are sent twice, also at once", async () => {
    const id = newId();
    await Promise.all(
      [1, 2, 3].map(() => addNote(anna(), { id, subjectId: record, text: "Once" })),
    );
    expect((await listNotes(anna(), record)).filter((note) => note.id === id)).toHaveLength(1);
    const log = await owner.sql`select 1 from audit_log where data->>'note' = ${id}`;
    expect(log).toHaveLength(1);
  });

  it("are refused without the permission, about what is not there, and when they say nothing", async () => {
    const note = { subjectId: record, text: "x" };
    await expect(addNote(anna(["invoices:read"]), note)).rejects.toEqual(code("scope_missing"));
    await expect(listNotes(anna([]), record)).rejects.toEqual(code("scope_missing"));
    for (const subjectId of [newId(), "no id"]) {
      await expect(addNote(anna(), { ...note, subjectId })).rejects.toEqual(code("not_found"));
    }
    for (const text of ["", " \0 ", "x".repeat(2_001)]) {
      await expect(addNote(anna(), { ...note, text })).rejects.toEqual(code("validation_failed"));
    }
  });

  it("are no other merchant's", async () => {
    await expect(addNote(cleo(), { subjectId: record, text: "x" })).rejects.toEqual(
      code("not_found"),
    );
    expect(await listNotes(cleo(), record)).toEqual([]);
  });
});

describe("D-06: saved views", () => {
  const list = "transactions";
  const view = {
    list,
    name: "Late",
    query: "exception=late&q=a b",
    columns: ["amount"],
    shared: false,
  };

  it("are a person's own, or shared with all of the merchant", async () => {
    const { id } = await saveView(anna(), view);
    const shared = await saveView(anna(), { ...view, name: "All", shared: true });
    expect((await listViews(anna(), list)).map(({ name, mine }) => [name, mine])).toEqual([
      ["All", true],
      ["Late", true],
    ]);
    expect(await listViews(bjorn(), list)).toMatchObject([
      {
        id: shared.id,
        name: "All",
        mine: false,
        owner: { name: "Anna" },
        query: "exception=late&q=a+b",
      },
    ]);
    expect(await listViews(cleo(), list)).toEqual([]);
    await expect(saveView(bjorn(), { ...view, id })).rejects.toEqual(code("not_found"));
    await expect(saveView(bjorn(), { ...view, id: shared.id })).rejects.toEqual(code("not_found"));
    await deleteView(bjorn(), shared.id);
    expect(await listViews(anna(), list)).toHaveLength(2);
    await saveView(anna(), { ...view, id, name: "Later" });
    await expect(saveView(anna(), { ...view, id, name: "All" })).rejects.toEqual(code("conflict"));
    await deleteView(anna(), id);
    await deleteView(anna(), id);
    expect((await listViews(anna(), list)).map(({ name }) => name)).toEqual(["All"]);
  });

  it("open a list: one default for each person, and none once the view is gone", async () => {
    const { id } = await saveView(anna(), { ...view, name: "Mine" });
    const shared = await saveView(anna(), { ...view, name: "Ours", shared: true });
    await setDefaultView(anna(), { list, viewId: id });
    await setDefaultView(anna(), { list, viewId: shared.id });
    await setDefaultView(bjorn(), { list, viewId: shared.id });
    const defaults = async (ctx = anna()) =>
      (await listViews(ctx, list)).filter(({ isDefault }) => isDefault).map((one) => one.name);
    expect([await defaults(), await defaults(bjorn())]).toEqual([["Ours"], ["Ours"]]);
    await expect(setDefaultView(bjorn(), { list, viewId: id })).rejects.toEqual(code("not_found"));
    await expect(setDefaultView(cleo(), { list, viewId: id })).rejects.toEqual(code("not_found"));
    await setDefaultView(anna(), { list, viewId: null });
    expect(await defaults()).toEqual([]);
    await deleteView(anna(), shared.id);
    expect(await defaults(bjorn())).toEqual([]);
  });

  it("are one by their name however often and at once, and fifty at most", async () => {
    const [dana = ""] = [await addColleague(owner, mine, "Dana")];
    const ctx = personContext(web, mine, dana, RIGHTS);
    const made = await Promise.all([1, 2, 3].map(() => saveView(ctx, view)));
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    for (let at = 1; at < 49; at += 1) await saveView(ctx, { ...view, name: `View ${at}` });
    const last = await Promise.allSettled(
      [1, 2, 3].map((at) => saveView(ctx, { ...view, name: `Last ${at}` })),
    );
    expect(last.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected", "rejected"]);
    await saveView(ctx, { ...view, query: "q=changed" });
  });

  it("are refused without the permission, to nobody's person, and when they are no view", async () => {
    await expect(saveView(anna([]), view)).rejects.toEqual(code("scope_missing"));
    await expect(listViews(anna([]), list)).rejects.toEqual(code("scope_missing"));
    const key = { ...contextOf(web, mine), permissions: new Set(RIGHTS) };
    await expect(saveView(key, view)).rejects.toEqual(code("scope_missing"));
    for (const bad of [
      { name: " " },
      { name: "x".repeat(61) },
      { list: "Transactions!" },
      { query: "x=".padEnd(2_002, "y") },
      { columns: ["<script>"] },
    ]) {
      await expect(saveView(anna(), { ...view, ...bad })).rejects.toEqual(
        code("validation_failed"),
      );
    }
  });
});
