import { EventEmitter, once } from "node:events";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { transact } from "@/lib/command";
import { connect, type Database } from "@/lib/db";
import { AppError, newId, units } from "@/lib/kit";
import {
  account,
  checkInvariants,
  depositCredited,
  depositReceived,
  feesSettled,
  foldBalances,
  getBalance,
  LEDGER_INVARIANTS,
  listChainBalances,
  type Posting,
  post,
  sweepSettled,
  topUpCredited,
  withdrawalHeld,
  withdrawalReleased,
  withdrawalSettled,
} from "@/lib/ledger";
import { addMerchants, balanceOf, contextOf, NETWORK, postOne, usdt } from "../support/books";
import { createTestDatabase, type TestDatabase } from "../support/database";

/** The rules that need no invoice or chain. */
const BOOKS = LEDGER_INVARIANTS.filter(({ id }) => ["I1", "I2", "I3", "I13"].includes(id));

function topUp(amount: number, address = "wallet"): Posting {
  return topUpCredited({ network: NETWORK, cause: newId(), address, amount: usdt(amount) });
}

function hold(amount: number, cause = newId()): Posting {
  return withdrawalHeld({ network: NETWORK, cause, amount: usdt(amount) });
}

/** How many of each: created, posted before, and the codes of refusals. */
async function tally(calls: readonly Promise<{ created: boolean }>[]) {
  const counts: Record<string, number> = {};
  for (const result of await Promise.allSettled(calls)) {
    const name =
      result.status === "fulfilled"
        ? result.value.created
          ? "created"
          : "known"
        : result.reason instanceof AppError
          ? result.reason.code
          : String(result.reason?.cause ?? result.reason);
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

// REL10: what holds when readers take turns must hold when the engine serialises, too.
describe.each(["read committed", "serializable"])("the ledger under %s", (isolation) => {
  let database: TestDatabase;
  let db: Database;
  let merchantId: string;

  beforeAll(async () => {
    database = await createTestDatabase();
    const owner = connect({ url: database.ownerUrl, name: "owner", max: 1 });
    const name = new URL(database.ownerUrl).pathname.slice(1);
    await owner.sql.unsafe(
      `alter database ${name} set default_transaction_isolation = '${isolation}'`,
    );
    await owner.close();
    db = connect({ url: database.workerUrl, name: "ledger-test", max: 16 });
  });
  afterAll(async () => {
    expect(await checkInvariants(db, BOOKS)).toEqual([]);
    await db.close();
    await database.drop();
  });
  async function newMerchant(): Promise<string> {
    const [id] = await addMerchants(db);
    merchantId = id ?? "";
    return merchantId;
  }
  const balance = (kind: Parameters<typeof balanceOf>[2], ref = "") =>
    balanceOf(db, merchantId, kind, ref);

  it("runs as it says", async () => {
    const [row] = await db.sql`show transaction_isolation`;
    expect(row?.transaction_isolation).toBe(isolation);
  });

  it("carries a deposit and a withdrawal from end to end", async () => {
    await newMerchant();
    const record = newId();
    const at = { network: NETWORK, cause: newId() };
    for (const posting of [
      depositReceived({ ...at, address: "deposit", record, amount: usdt(100) }),
      sweepSettled({ ...at, from: "deposit", to: "wallet", sent: usdt(100), received: usdt(99) }),
      depositCredited({ ...at, record, amount: usdt(100), fee: usdt(1) }),
      withdrawalHeld({ ...at, amount: usdt(50) }),
      withdrawalSettled({ ...at, wallet: "wallet", amount: usdt(50), fee: usdt(2) }),
      feesSettled({ ...at, wallet: "wallet", amount: usdt(3) }),
    ]) {
      expect(await postOne(db, merchantId, posting)).toEqual({ created: true });
    }
    expect(await balance("available")).toBe(usdt(49));
    expect(await balance("held")).toBe(0n);
    expect(await balance("fees")).toBe(0n);
    expect(await balance("incoming", record)).toBe(0n);
    expect(await balance("token_fee")).toBe(usdt(1));
    expect(await balance("chain", "wallet")).toBe(usdt(48));
    expect(await balance("chain", "deposit")).toBe(0n);
    const lies = await listChainBalances(db.orm, NETWORK);
    expect(lies.filter((row) => row.merchantId === merchantId)).toEqual([
      { merchantId, address: "wallet", balance: usdt(48) },
    ]);
  });

  it("posts a cause once, and refuses other contents under it", async () => {
    await newMerchant();
    await postOne(db, merchantId, topUp(100));
    const cause = newId();
    expect(await postOne(db, merchantId, hold(10, cause))).toEqual({ created: true });
    expect(await postOne(db, merchantId, hold(10, cause))).toEqual({ created: false });
    const again = await postOne(db, merchantId, hold(11, cause)).catch((error: Error) => error);
    expect(String((again as Error).cause)).toContain("was posted with other contents");
    expect(await balance("held")).toBe(usdt(10));
  });

  it("posts a cause once also when it comes a hundred times at once", async () => {
    await newMerchant();
    const posting = topUp(7);
    const calls = Array.from({ length: 100 }, () => postOne(db, merchantId, posting));
    expect(await tally(calls)).toEqual({ created: 1, known: 99 });
    expect(await balance("available")).toBe(usdt(7));
  });

  it("R01: of 200 holds of 50 at once, 100 available allow exactly two", async () => {
    await newMerchant();
    await postOne(db, merchantId, topUp(100));
    const calls = Array.from({ length: 200 }, () => postOne(db, merchantId, hold(50)));
    expect(await tally(calls)).toEqual({ created: 2, insufficient_balance: 198 });
    expect(await balance("available")).toBe(0n);
    expect(await balance("held")).toBe(usdt(100));
  });

  it("leaves nothing of a refused posting, and its cause is free again", async () => {
    await newMerchant();
    await postOne(db, merchantId, topUp(10));
    const posting = hold(11);
    await expect(postOne(db, merchantId, posting)).rejects.toMatchObject({
      code: "insufficient_balance",
    });
    const [rows] = await db.sql`
      select count(*)::int as count from ledger_transactions where merchant_id = ${merchantId} and cause = ${posting.cause}`;
    expect(rows?.count).toBe(0);
    await postOne(db, merchantId, topUp(1));
    expect(await postOne(db, merchantId, posting)).toEqual({ created: true });
  });

  it("M17: releases each of many holds once when each is asked twice at once", async () => {
    await newMerchant();
    await postOne(db, merchantId, topUp(40));
    const causes = Array.from({ length: 40 }, () => newId());
    for (const cause of causes) await postOne(db, merchantId, hold(1, cause));
    const release = (cause: string) =>
      postOne(db, merchantId, withdrawalReleased({ network: NETWORK, cause, amount: usdt(1) }));
    expect(await tally([...causes, ...causes].map(release))).toEqual({ created: 40, known: 40 });
    expect(await balance("held")).toBe(0n);
    expect(await balance("available")).toBe(usdt(40));
  });

  async function deadlocks(): Promise<number> {
    await db.sql`select pg_stat_force_next_flush()`;
    const [row] = await db.sql`
      select deadlocks::int from pg_stat_database where datname = current_database()`;
    return Number(row?.deadlocks);
  }

  it("R17: meets no deadlock when everything moves both ways at once", async () => {
    await newMerchant();
    for (const address of ["a", "b", "c"]) await postOne(db, merchantId, topUp(1_000, address));
    await postOne(db, merchantId, hold(500));
    const before = await deadlocks();
    // Each loses from two accounts, named in either order.
    const cross = (first: string, second: string): Posting => ({
      kind: "cross",
      cause: newId(),
      legs: [
        { account: account(NETWORK, "chain", first), amount: -usdt(1) },
        { account: account(NETWORK, "chain", second), amount: -usdt(1) },
        { account: account(NETWORK, "chain", "c"), amount: usdt(2) },
      ],
    });
    const calls = Array.from({ length: 50 }, () => [
      postOne(db, merchantId, cross("a", "b")),
      postOne(db, merchantId, cross("b", "a")),
      postOne(db, merchantId, hold(1)),
      postOne(
        db,
        merchantId,
        withdrawalReleased({ network: NETWORK, cause: newId(), amount: usdt(1) }),
      ),
    ]).flat();
    const folds = Array.from({ length: 20 }, () => foldBalances(db, 1).catch(() => 0));
    expect(await tally(calls)).toEqual({ created: 200 });
    await Promise.all(folds);
    expect(await deadlocks()).toBe(before);
    expect(await balance("chain", "a")).toBe(usdt(900));
    expect(await balance("chain", "c")).toBe(usdt(1_200));
  });

  it("R17: runs a unit of work again that met another in the opposite order", async () => {
    await newMerchant();
    for (const address of ["a", "b"]) await postOne(db, merchantId, topUp(10, address));
    const move = (from: string, to: string): Posting =>
      sweepSettled({
        network: NETWORK,
        cause: newId(),
        from,
        to,
        sent: usdt(1),
        received: usdt(1),
      });
    let waiting = 2;
    const gate = new EventEmitter();
    const opened = once(gate, "open");
    const both = (from: string, to: string) =>
      transact(contextOf(db, merchantId), async (tx) => {
        await post(tx, merchantId, move(from, to));
        waiting -= 1;
        if (waiting === 0) gate.emit("open");
        await opened;
        await post(tx, merchantId, move(to, from));
        return { created: true };
      });
    expect(await tally([both("a", "b"), both("b", "a")])).toEqual({ created: 2 });
    expect(waiting).toBeLessThan(0);
    expect(await balance("chain", "a")).toBe(usdt(10));
  });

  it("answers the same sum to every reader while money moves and deltas are folded", async () => {
    await newMerchant();
    await postOne(db, merchantId, topUp(100));
    let going = true;
    const sums = new Set<bigint>();
    const read = async () => {
      while (going) {
        const rows = await db.sql`
          select (sum(b.balance_units) + coalesce((select sum(d.amount_units) from ledger_deltas d
            where d.merchant_id = ${merchantId} and d.path not like '%/chain/%'), 0))::text as sum
          from ledger_balances b where b.merchant_id = ${merchantId} and b.path not like '%/chain/%'`;
        if (rows[0]?.sum != null) sums.add(BigInt(rows[0].sum));
      }
    };
    const fold = async () => {
      while (going) await foldBalances(db, 1).catch(() => 0);
    };
    await foldBalances(db, 1);
    const background = [read(), read(), fold(), fold(), fold()];
    for (let round = 0; round < 60; round += 1) {
      const cause = newId();
      await postOne(db, merchantId, hold(3, cause));
      await postOne(
        db,
        merchantId,
        withdrawalReleased({ network: NETWORK, cause, amount: usdt(3) }),
      );
    }
    going = false;
    await Promise.all(background);
    expect([...sums]).toEqual([usdt(100)]);
  });

  it("counts each delta once when many fold at once", async () => {
    await newMerchant();
    await Promise.all(Array.from({ length: 150 }, () => postOne(db, merchantId, topUp(1))));
    const path = `${NETWORK}/available`;
    const folds = Array.from({ length: 30 }, () =>
      transact(contextOf(db, merchantId), (tx) =>
        tx.execute(`select ledger_fold('${merchantId}', '${path}')::text as folded`),
      ),
    );
    for (const rows of await Promise.all(folds)) {
      expect(rows[0]?.folded).toBe(usdt(150).toString());
    }
    expect(await balance("available")).toBe(usdt(150));
    const [left] = await db.sql`
      select count(*)::int as count from ledger_deltas where merchant_id = ${merchantId} and path = ${path}`;
    expect(left?.count).toBe(0);
  });

  it("agrees with a simple model for any sequence of postings and folds", async () => {
    const amount = fc.integer({ min: 1, max: 60 });
    const move = fc.oneof(
      fc.tuple(fc.constant("topUp" as const), amount),
      fc.tuple(fc.constant("hold" as const), amount),
      fc.tuple(fc.constant("release" as const), amount),
      fc.tuple(fc.constant("settle" as const), amount),
      fc.tuple(fc.constant("fold" as const), fc.constant(1)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(move, { minLength: 1, maxLength: 15 }), async (moves) => {
        const id = await newMerchant();
        const model = { available: 0, held: 0, wallet: 0, fees: 0 };
        for (const [kind, value] of moves) {
          if (kind === "fold") await foldBalances(db, 1);
          else await step(db, id, model, kind, value);
        }
        expect([await balance("available"), await balance("held"), await balance("fees")]).toEqual([
          usdt(model.available),
          usdt(model.held),
          usdt(model.fees),
        ]);
        expect(await balance("chain", "wallet")).toBe(usdt(model.wallet));
      }),
      { numRuns: 25 },
    );
  });

  it("reads nothing as zero", async () => {
    await newMerchant();
    expect(await getBalance(db.orm, merchantId, account(NETWORK, "fees"))).toBe(units(0n));
  });
});

interface Model {
  available: number;
  held: number;
  wallet: number;
  fees: number;
}

/** Posts one move and does the same to the model; both must refuse together. */
async function step(
  db: Database,
  merchantId: string,
  model: Model,
  kind: "topUp" | "hold" | "release" | "settle",
  value: number,
): Promise<void> {
  const at = { network: NETWORK, cause: newId() };
  const [posting, next] = {
    topUp: () =>
      [
        topUpCredited({ ...at, address: "wallet", amount: usdt(value) }),
        { ...model, available: model.available + value, wallet: model.wallet + value },
      ] as const,
    hold: () =>
      [
        withdrawalHeld({ ...at, amount: usdt(value) }),
        { ...model, available: model.available - value, held: model.held + value },
      ] as const,
    release: () =>
      [
        withdrawalReleased({ ...at, amount: usdt(value) }),
        { ...model, available: model.available + value, held: model.held - value },
      ] as const,
    settle: () =>
      [
        withdrawalSettled({ ...at, wallet: "wallet", amount: usdt(value + 1), fee: usdt(1) }),
        {
          ...model,
          held: model.held - value - 1,
          wallet: model.wallet - value,
          fees: model.fees + 1,
        },
      ] as const,
  }[kind]();
  const short = Object.values(next).some((sum) => sum < 0);
  const call = postOne(db, merchantId, posting);
  if (short) await expect(call).rejects.toMatchObject({ code: "insufficient_balance" });
  else {
    await expect(call).resolves.toEqual({ created: true });
    Object.assign(model, next);
  }
}
