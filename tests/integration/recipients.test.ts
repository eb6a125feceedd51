import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Address, formatAddress } from "@/lib/chains/spelling";
import { type Permission, transact } from "@/lib/command";
import { newId } from "@/lib/kit";
import {
  type AddRecipientInput,
  addRecipient,
  checkRecipient,
  findLookAlikes,
  listRecipients,
  RECIPIENT_ADD,
  recipientSubject,
  removeRecipient,
  updateRecipient,
} from "@/lib/recipients";
import {
  addPerson,
  confirmedChallenge,
  isSpent,
  type Person,
  personContext,
} from "../support/persons";
import { openTill, pooled, somewhere, type Till } from "../support/till";
import { CONTRACT, codes, contracts, fulfilled } from "../support/till-orders";

const RIGHTS: readonly Permission[] = ["recipients:read", "recipients:write"];
const HOUR_MS = 3_600_000;
const ERC: AddRecipientInput["network"] = "USDT-ERC20";

let till: Till;
let ada: Person;
let ben: Person;
beforeAll(async () => {
  till = await openTill();
  ada = await addPerson(till.worker, till.merchants[0], "owner");
  ben = await addPerson(till.worker, till.merchants[0], "finance");
});
afterAll(() => till?.close());
beforeEach(() => till.set({ recipient_hold_hours: 24 }));

const input = (over: Partial<AddRecipientInput> = {}): AddRecipientInput => ({
  label: "Cold wallet",
  network: "USDT-TRC20",
  address: somewhere(),
  note: null,
  ...over,
});

async function codeFor(of: AddRecipientInput, person = ada) {
  const subject = recipientSubject({ ...of, label: of.label.trim() });
  return confirmedChallenge(till.worker, till.merchants[0], person, RECIPIENT_ADD, subject);
}

const as = (person: Person, stepUp?: string, permissions = RIGHTS, merchant: 0 | 1 = 0) =>
  personContext(till.web, till.merchants[merchant], person, { permissions, stepUp });

const add = async (of: AddRecipientInput) =>
  addRecipient(as(ada, await codeFor(of)), of, contracts);

const rowsOf = (address: string) =>
  till.worker.sql`select * from recipients where wallet_address = ${address}`;

describe("addRecipient", () => {
  it("D-19: stands in the book, waits a day, is audited, and owners and admins are told", async () => {
    const admin = await addPerson(till.worker, till.merchants[0], "admin");
    const of = input({ label: "  Kraken ", note: "Account 7" });
    const made = await add(of);
    expect(made).toMatchObject({
      label: "Kraken",
      note: "Account 7",
      address: of.address,
      usable: false,
      addedBy: { id: ada.id, name: ada.name },
    });
    expect(made.usableAt.getTime() - made.addedAt.getTime()).toBe(24 * HOUR_MS);
    const { recipients, rules } = await listRecipients(as(ben));
    expect(recipients).toContainEqual(made);
    expect(rules).toEqual({ holdHours: 24, onlyRecipients: false, onlyUntil: null });
    const mails = await till.worker.sql`
      select to_address, kind, text_body from mails where subject_id = ${made.id} order by to_address`;
    expect(mails.map((mail) => mail.to_address).sort()).toEqual([ada.email, admin.email].sort());
    expect(mails[0]).toMatchObject({ kind: "recipient_added" });
    expect(mails[0]?.text_body).toContain(of.address);
    const log = await till.worker
      .sql`select action, actor from audit_log where subject_id = ${made.id}`;
    expect([...log]).toEqual([{ action: "recipient.added", actor: `user:${ada.id}` }]);
    await till.set({ recipient_hold_hours: 0 });
    expect((await add(input())).usable).toBe(true);
  });

  it("the code is for exactly this address, label and network, and is spent once", async () => {
    const of = input();
    const others = [
      input(),
      { ...of, label: "Other" },
      input({ network: ERC, address: somewhere(ERC) }),
    ];
    const denied = { code: "step_up_required" };
    await expect(addRecipient(as(ada), of, contracts)).rejects.toMatchObject(denied);
    for (const other of others) {
      const code = await codeFor(other);
      await expect(addRecipient(as(ada, code), of, contracts)).rejects.toMatchObject(denied);
      expect(await isSpent(till.worker, code)).toBe(false);
    }
    const code = await codeFor(of);
    await expect(addRecipient(as(ben, code), of, contracts)).rejects.toMatchObject(denied);
    await addRecipient(as(ada, code), of, contracts);
    expect(await isSpent(till.worker, code)).toBe(true);
    const next = { ...of, address: somewhere() };
    await expect(addRecipient(as(ada, code), next, contracts)).rejects.toMatchObject(denied);
    expect(await rowsOf(next.address)).toHaveLength(0);
  });

  it("D-15: is no address of ours, of the token, of nobody, nor one that is misspelt", async () => {
    const dead = (network: AddRecipientInput["network"]) =>
      formatAddress(network, `${"0".repeat(36)}dead` as Address);
    const refused = "Destination address is not allowed";
    const cases: readonly [AddRecipientInput["network"], string, string][] = [
      ["USDT-TRC20", "T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb", refused],
      ["USDT-TRC20", dead("USDT-TRC20"), refused],
      [ERC, dead(ERC), refused],
      [ERC, `0x${"0".repeat(40)}`, refused],
      ["USDT-TRC20", pooled(), refused],
      ["USDT-TRC20", CONTRACT, refused],
      ["USDT-TRC20", somewhere(ERC), "Invalid wallet address format"],
      [ERC, somewhere(ERC).replace(/.$/, "g"), "Invalid wallet address format"],
    ];
    for (const [network, address, publicMessage] of cases) {
      const of = input({ network, address });
      await expect(add(of), address).rejects.toMatchObject({ publicMessage });
      await expect(checkRecipient(as(ada), of, contracts)).rejects.toMatchObject({ publicMessage });
    }
    for (const label of ["", "  ", "x".repeat(101), "a\nb"]) {
      const wrong = { code: "validation_failed", details: [{ path: "label" }] };
      await expect(checkRecipient(as(ada), input({ label }), contracts)).rejects.toMatchObject(
        wrong,
      );
    }
  });

  it("is in the book once, also ten times at once; removed, it can be added again", async () => {
    const of = input();
    const results = await Promise.allSettled(Array.from({ length: 10 }, () => add(of)));
    expect(fulfilled(results)).toBe(1);
    expect(new Set(codes(results))).toEqual(new Set(["conflict"]));
    await expect(checkRecipient(as(ada), of, contracts)).rejects.toMatchObject({
      code: "conflict",
    });
    const [row] = await rowsOf(of.address);
    await removeRecipient(as(ada), { id: String(row?.id) });
    expect(await checkRecipient(as(ada), of, contracts)).toEqual(of);
    await add(of);
    expect(await rowsOf(of.address)).toHaveLength(2);
  });

  it("takes the permission and a person; each merchant has a book of its own", async () => {
    const of = input();
    const denied = { code: "scope_missing" };
    const reader = as(ada, await codeFor(of), ["recipients:read"]);
    await expect(addRecipient(reader, of, contracts)).rejects.toMatchObject(denied);
    await expect(checkRecipient(reader, of, contracts)).rejects.toMatchObject(denied);
    await expect(listRecipients(as(ada, undefined, []))).rejects.toMatchObject(denied);
    const key = till.context(["recipients:write"]);
    await expect(addRecipient(key, of, contracts)).rejects.toMatchObject(denied);
    const made = await add(of);
    const stranger = await addPerson(till.worker, till.merchants[1]);
    const there = as(stranger, undefined, RIGHTS, 1);
    expect((await listRecipients(there)).recipients).toEqual([]);
    for (const id of [made.id, newId(), "x"]) {
      const missing = { code: "not_found", publicMessage: "Recipient not found" };
      await expect(removeRecipient(there, { id })).rejects.toMatchObject(missing);
      await expect(updateRecipient(there, { id, label: "x", note: null })).rejects.toMatchObject(
        missing,
      );
    }
  });
});

describe("updateRecipient and removeRecipient", () => {
  it("change words alone, once; a removed one is gone", async () => {
    const made = await add(input());
    const changed = { id: made.id, label: "Warm wallet", note: " two\nlines " };
    const view = await updateRecipient(as(ben), changed);
    expect(view).toEqual({ ...made, label: "Warm wallet", note: "two\nlines" });
    await updateRecipient(as(ben), changed);
    const denied = { code: "scope_missing" };
    const reader = as(ben, undefined, ["recipients:read"]);
    await expect(updateRecipient(reader, changed)).rejects.toMatchObject(denied);
    await expect(removeRecipient(reader, made)).rejects.toMatchObject(denied);
    const results = await Promise.allSettled(
      Array.from({ length: 5 }, () => removeRecipient(as(ben), { id: made.id })),
    );
    expect(fulfilled(results)).toBe(1);
    expect(new Set(codes(results))).toEqual(new Set(["not_found"]));
    await expect(updateRecipient(as(ben), changed)).rejects.toMatchObject({ code: "not_found" });
    const log = await till.worker.sql`
      select action from audit_log where subject_id = ${made.id} order by created_at, id`;
    expect(log.map((row) => row.action)).toEqual([
      "recipient.added",
      "recipient.updated",
      "recipient.removed",
    ]);
  });

  it("the web role cannot change where a recipient's money goes", async () => {
    const made = await add(input());
    const attempt = till.web.sql.begin(async (sql) => {
      await sql`select set_config('app.merchant', ${till.merchants[0]}, true)`;
      await sql`update recipients set wallet_address = 'mine', usable_at = now() where id = ${made.id}`;
    });
    await expect(attempt).rejects.toMatchObject({ code: "42501" });
  });
});

describe("findLookAlikes", () => {
  const alike = (address: string) => {
    const middle = address.slice(6, -4);
    return `${address.slice(0, 6)}${[...middle].reverse().join("")}${address.slice(-4)}`;
  };
  const find = (address: string, merchant: 0 | 1 = 0) =>
    transact(as(ada, undefined, RIGHTS, merchant), (tx) =>
      findLookAlikes(tx, till.merchants[merchant], ERC, address),
    );

  it("D-15: names the address of the book that an address imitates, and none for itself", async () => {
    const of = input({ network: ERC, address: somewhere(ERC), label: "Treasury" });
    await add(of);
    const copy = alike(of.address.toLowerCase());
    expect(await find(copy)).toEqual([{ address: of.address, label: "Treasury" }]);
    expect(await find(of.address)).toEqual([]);
    expect(await find(somewhere(ERC))).toEqual([]);
    expect(await find(copy, 1)).toEqual([]);
  });

  it("the database sees the same of an address as we do", async () => {
    const rows = await till.worker.sql`select wallet_address, look from recipients`;
    const { lookOf } = await import("@/lib/recipients");
    expect(rows.length).toBeGreaterThan(3);
    for (const row of rows) expect(row.look).toBe(lookOf(row.wallet_address));
  });
});
