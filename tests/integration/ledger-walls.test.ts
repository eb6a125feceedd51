import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { transact } from "@/lib/command";
import { connect, type Database } from "@/lib/db";
import { newId } from "@/lib/kit";
import { post, topUpCredited, withdrawalHeld } from "@/lib/ledger";
import { addMerchants, balanceOf, contextOf, NETWORK, postOne, usdt } from "../support/books";
import { outcome, rightsOf } from "../support/catalog";
import { createTestDatabase, type TestDatabase } from "../support/database";

const REFUSED = "42501";
let database: TestDatabase;
let owner: Database;
let web: Database;
let worker: Database;
let a: string;
let b: string;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = connect({ url: database.ownerUrl, name: "owner", max: 2 });
  web = connect({ url: database.webUrl, name: "web", max: 1 });
  worker = connect({ url: database.workerUrl, name: "worker", max: 2 });
  [a = "", b = ""] = await addMerchants(owner, 2);
  for (const merchant of [a, b]) {
    const at = { network: NETWORK, cause: newId(), address: "wallet" };
    await postOne(worker, merchant, topUpCredited({ ...at, amount: usdt(100) }));
    await postOne(worker, merchant, withdrawalHeld({ ...at, amount: usdt(10) }));
  }
});
afterAll(async () => {
  await Promise.all([owner.close(), web.close(), worker.close()]);
  await database.drop();
});

describe("M16, S4: the books refuse", () => {
  const tables = [
    "ledger_entries",
    "ledger_transactions",
    "ledger_balances",
    "ledger_deltas",
    "ledger_accounts",
  ];

  it.each(["tillgate_web", "tillgate_worker"])(
    "every write by %s but the one function",
    async (role) => {
      const db = role === "tillgate_web" ? web : worker;
      for (const table of tables) {
        expect(await rightsOf(owner, role, table)).toBe("SELECT");
        expect(await outcome(db, `update ${table} set path = path`, a)).not.toBeTypeOf("number");
        expect(await outcome(db, `delete from ${table}`, a)).toBe(REFUSED);
        expect(await outcome(db, `truncate ${table} cascade`, a)).toBe(REFUSED);
      }
      expect(await outcome(db, "update ledger_balances set balance_units = -1", a)).toBe(REFUSED);
      expect(
        await outcome(db, `insert into ledger_deltas values ('${a}', 'x', '${newId()}', 1, 1)`, a),
      ).toBe(REFUSED);
      expect(
        await outcome(db, `insert into ledger_entries values ('${a}', '${newId()}', 1, 'x', 1)`, a),
      ).toBe(REFUSED);
    },
  );

  it("changes of history also by their owner", async () => {
    for (const table of [
      "ledger_accounts",
      "ledger_entries",
      "ledger_transactions",
      "audit_log",
      "webhook_attempts",
    ]) {
      const key = table === "audit_log" ? "id" : "merchant_id";
      expect
        .soft([table, await outcome(owner, `update ${table} set ${key} = ${key}`)])
        .toEqual([table, "23001"]);
      expect.soft([table, await outcome(owner, `delete from ${table}`)]).toEqual([table, "23001"]);
      expect
        .soft([table, await outcome(owner, `truncate ${table} cascade`)])
        .toEqual([table, "23001"]);
    }
  });

  const [available, held] = [`${NETWORK}/available`, `${NETWORK}/held`];
  function entries(first: readonly [string, number], second: readonly [string, number]): string {
    const id = newId();
    return `insert into ledger_transactions values ('${a}', '${id}', '${id}', 'test', 'x');
      insert into ledger_entries values ('${a}', '${id}', 1, '${first[0]}', ${first[1]}),
        ('${a}', '${id}', 2, '${second[0]}', ${second[1]})`;
  }

  it("an unbalanced transaction, a balance below zero and an account that is not what its path says", async () => {
    expect(await outcome(owner, entries([available, 5], [held, -4]))).toBe("23514");
    expect(await outcome(owner, "update ledger_balances set balance_units = -1")).toBe("23514");
    const account = (path: string, kind: string, normal: number) =>
      `insert into ledger_accounts values ('${a}', '${path}', '${NETWORK}', '${kind}', '', 'USDT', 6, ${normal})`;
    expect(await outcome(owner, account(`${NETWORK}/other`, "fees", -1))).toBe("23514");
    expect(await outcome(owner, account(`${NETWORK}/fees`, "fees", 1))).toBe("23514");
  });

  it("money that crosses from one network to another", async () => {
    const at = { cause: newId(), address: "wallet", amount: usdt(1) };
    await postOne(worker, a, topUpCredited({ ...at, network: "USDT-ERC20" }));
    expect(await outcome(owner, entries([available, 5], ["USDT-ERC20/available", -5]))).toBe(
      "23514",
    );
  });

  it("an entry of no account, or of another merchant's", async () => {
    const at = { network: NETWORK, cause: newId(), address: "only b has it", amount: usdt(1) };
    await postOne(worker, b, topUpCredited(at));
    for (const path of ["nowhere", `${NETWORK}/chain/only b has it`]) {
      expect(["23503", "23514"]).toContain(await outcome(owner, entries([path, 5], [path, -5])));
    }
  });

  it("a posting without entries", async () => {
    const none = "'{}'::text[]";
    const call = `select * from ledger_post('${a}', '${newId()}', 'empty', 'x', ${none}, ${none}, ${none}, ${none}, ${none}, '{}', '{}', '{}')`;
    expect(await outcome(worker, call)).toBe("23514");
  });

  it("a posting that turns an account round", async () => {
    const call = `select * from ledger_post('${a}', '${newId()}', '${newId()}', 'x', array['${available}', '${held}'],
      array['${NETWORK}', '${NETWORK}'], array['available', 'held'], array['', ''], array['USDT', 'USDT'],
      array[6, 6]::smallint[], array[1, -1]::smallint[], array[500000000, -500000000]::bigint[])`;
    expect(await outcome(worker, call)).toBe("TG001");
  });

  it("a posting of the web process for another merchant, or for none", async () => {
    const hold = () => withdrawalHeld({ network: NETWORK, cause: newId(), amount: usdt(1) });
    expect(await postOne(web, a, hold())).toEqual({ created: true });
    for (const bound of [b, null]) {
      const call = transact(contextOf(web, bound), (tx) => post(tx, a, hold()));
      await expect(call).rejects.toMatchObject({ cause: { code: REFUSED } });
    }
    const before = await balanceOf(worker, b, "held");
    await expect(transact(contextOf(web, a), (tx) => post(tx, b, hold()))).rejects.toMatchObject({
      cause: { code: REFUSED },
    });
    expect(await balanceOf(worker, b, "held")).toBe(before);
  });

  it("the web process's word that money came in on a chain", async () => {
    const at = { network: NETWORK, cause: newId(), amount: usdt(1) };
    for (const address of ["wallet", "new"]) {
      await expect(
        postOne(web, a, topUpCredited({ ...at, cause: newId(), address })),
      ).rejects.toMatchObject({ cause: { code: REFUSED } });
    }
    expect(await outcome(web, `select ledger_fold('${a}', '${available}')`, a)).toBe(REFUSED);
  });
});
