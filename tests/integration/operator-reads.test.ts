import { beforeAll, describe, expect, it } from "vitest";
import { type Context, operatorContext } from "@/lib/command";
import { newId, silentLogger } from "@/lib/kit";
import { depositCredited, depositReceived, feesSettled } from "@/lib/ledger";
import { suspendMerchant } from "@/lib/merchants";
import {
  getOperatorHome,
  getOperatorMerchant,
  getOrder,
  listFees,
  listOperatorMerchants,
  listOrders,
  readEnergy,
} from "@/lib/operator";
import { readGas } from "@/lib/operator/carrying";
import { inviteOwner } from "@/lib/people";
import { listFeeAccounts, listNetworkStates } from "@/lib/reports";
import { NETWORK, postOne, usdt } from "../support/books";
import { setUpOperators } from "../support/operators";
import { setUpPeople, type TestPerson } from "../support/people-lab";
import { addRecords } from "../support/records";

const lab = setUpPeople();
const { as, person } = setUpOperators(lab);
const refusal = (code: string) => expect.objectContaining({ code });
const PAGE = { page: 1, limit: 10 };

let ctx: Context;
let house: Context;
let first: string;
let second: string;
let boss: TestPerson;

beforeAll(async () => {
  ctx = as(await person());
  house = operatorContext(lab.worker, "oscar", silentLogger);
  [first, second] = [lab.merchantId(0), lab.merchantId(1)];
  boss = await lab.person({ at: 0, role: "owner", totp: true });
  await lab.person({ at: 0, role: "admin" });
  await lab.owner.sql`update merchants set name = 'Tulips 50% off' where id = ${first}`;
  await lab.owner.sql`update merchants set name = 'Roses' where id = ${second}`;
  await fees(first, 30, 12);
  const day = new Date(Date.now() - 86_400_000);
  const old = new Date(Date.now() - 40 * 86_400_000);
  const invoice = { kind: "invoice", network: NETWORK, state: "confirmed" } as const;
  const rows = await addRecords(lab.owner, first, [
    { ...invoice, at: day },
    { ...invoice, at: old },
  ]);
  for (const { id, at } of rows) {
    await lab.owner
      .sql`update invoices set confirmed_at = ${at}, received_units = 7000000 where id = ${id}`;
  }
});

/** Fees of a merchant, some of which are settled. */
async function fees(merchantId: string, taken: number, settled: number) {
  const wallet = "a".repeat(40);
  const money = { network: NETWORK, record: "r1", amount: usdt(100) };
  await postOne(lab.worker, merchantId, depositReceived({ ...money, cause: "d", address: wallet }));
  await postOne(
    lab.worker,
    merchantId,
    depositCredited({ ...money, cause: "c", fee: usdt(taken) }),
  );
  const amount = usdt(settled);
  await postOne(
    lab.worker,
    merchantId,
    feesSettled({ network: NETWORK, cause: "s", wallet, amount }),
  );
  await lab.owner.sql`
    insert into withdrawals (merchant_id, id, type, origin, network, to_address, wallet_address, amount_units, fee_units,
      net_units, hold_units, figure_units, fee_payer, state, period, created_at, settled_at, tx_hash)
    values (${merchantId}, ${newId()}, 'fee_settlement', 'operator', ${NETWORK}, ${"b".repeat(40)}, 'Tmine',
      ${amount.toString()}, 0, ${amount.toString()}, 0, 0, 'user', 'settled', '2026-03-07', now(), now(), ${"c".repeat(64)})`;
}

const READS: Readonly<Record<string, (of: Context) => Promise<unknown>>> = {
  getOperatorHome,
  listOperatorMerchants: (of) => listOperatorMerchants(of, PAGE),
  getOperatorMerchant: (of) => getOperatorMerchant(of, first),
  listFees: (of) => listFees(of),
  readEnergy,
  listOrders: (of) => listOrders(of, PAGE),
  getOrder: (of) => getOrder(of, newId()).catch((e) => (e.code === "not_found" ? null : raise(e))),
  listFeeAccounts: (of) => listFeeAccounts(of),
  listNetworkStates,
};
const raise = (error: unknown): never => {
  throw error;
};

describe("who may read", () => {
  it.each(Object.entries(READS))("%s: operators alone", async (_, read) => {
    await read(ctx);
    await read(house);
    const owner = boss;
    const former = await person();
    const disabled = await person();
    const bare = await lab.person({ at: null, isOperator: true });
    await lab.owner.sql`update users set is_operator = false where id = ${former.userId}`;
    await lab.owner.sql`update users set status = 'disabled' where id = ${disabled.userId}`;
    for (const who of [lab.as(owner), lab.job(), lab.nobody()]) {
      await expect(read(who)).rejects.toEqual(refusal("scope_missing"));
    }
    // The right is lent by mistake, also at a merchant: the database asks again.
    for (const who of [owner, former, disabled, bare]) {
      await expect(read(as(who))).rejects.toEqual(refusal("scope_missing"));
      const at = { ...as(who), merchantId: first };
      await expect(read(at)).rejects.toEqual(refusal("scope_missing"));
    }
    const stranger = { ...as(owner), actor: { kind: "operator", id: "bob" } } as const;
    await expect(read(stranger)).rejects.toEqual(refusal("scope_missing"));
  });

  it("every function of the database, too", async () => {
    const owner = boss;
    const functions = await lab.owner.sql<{ name: string; args: string }[]>`
      select p.proname as name, pg_get_function_identity_arguments(p.oid) as args from pg_proc p
      where p.pronamespace = 'public'::regnamespace and (p.proname like 'operator\\_%' or p.proname like 'place\\_operator%')
        and p.prosecdef and p.proname <> 'operator_of_invitation'`;
    expect(functions.length).toBeGreaterThan(10);
    for (const { name, args } of functions) {
      const nulls =
        args === ""
          ? ""
          : args
              .split(",")
              .map(() => "null")
              .join(", ");
      for (const user of ["", owner.userId, newId()]) {
        const call = lab.web.sql.begin(async (sql) => {
          await sql`select set_config('app.user', ${user}, true), set_config('app.merchant', ${first}, true)`;
          await sql.unsafe(`select * from ${name}(${nulls})`);
        });
        await expect(call, `${name} as "${user}"`).rejects.toMatchObject({ code: "42501" });
      }
    }
    const inner = ["require_operator()", "request_facts('sweep_gas', null)"];
    for (const call of inner) {
      await expect(lab.web.sql.unsafe(`select ${call}`)).rejects.toMatchObject({ code: "42501" });
    }
  });

  it("opens nothing else to an operator of the web process", async () => {
    const rows = await lab.web.sql.begin(async (sql) => {
      const { actor } = ctx;
      await sql`select set_config('app.user', ${actor.kind === "user" ? actor.id : ""}, true)`;
      return sql`select 1 from merchants`;
    });
    expect(rows).toHaveLength(0);
  });
});

describe("merchants", () => {
  it("are listed newest first, with owner, money and fees", async () => {
    const { total, rows } = await listOperatorMerchants(ctx, PAGE);
    expect(total).toBe(2);
    expect(rows).toMatchObject([
      { id: second, number: 2, email: null, lastPaymentAt: null, volume30d: 0n, feesDue: 0n },
      {
        id: first,
        number: 1,
        name: "Tulips 50% off",
        email: boss.email,
        status: "active",
        volume30d: 7_000_000n,
        feesDue: usdt(18),
      },
    ]);
    expect(Date.now() - (rows[1]?.lastPaymentAt?.getTime() ?? 0)).toBeLessThan(90_000_000);
    expect(await listOperatorMerchants(house, PAGE)).toEqual({ total, rows });
    const page = await listOperatorMerchants(ctx, { page: 2, limit: 1 });
    expect([page.total, page.rows.map(({ id }) => id)]).toEqual([2, [first]]);
    expect((await listOperatorMerchants(ctx, { page: 3, limit: 1 })).rows).toEqual([]);
  });

  it("are found by name, number, ids and their owner's address, and by no pattern", async () => {
    const found = async (search: string) =>
      (await listOperatorMerchants(ctx, { ...PAGE, search })).rows.map(({ number }) => number);
    const { clientId } = await getOperatorMerchant(ctx, first);
    for (const search of ["tulips", " 50% ", "1", clientId, first, boss.email.toUpperCase()]) {
      expect(await found(search), search).toEqual([1]);
    }
    for (const search of ["50_", "%%", "_", "\\", "nobody@example.com", "x\0y"]) {
      expect(await found(search), search).toEqual([]);
    }
    expect(await found("")).toEqual([2, 1]);
  });

  it("refuse pages that are none", async () => {
    for (const page of [
      { page: 0, limit: 1 },
      { page: 1.5, limit: 1 },
      { page: 1, limit: 101 },
    ]) {
      await expect(listOperatorMerchants(ctx, page)).rejects.toEqual(refusal("validation_failed"));
    }
  });

  it("are shown one by one, with owners, wallets, fees, and why they are suspended", async () => {
    const before = await getOperatorMerchant(ctx, first);
    expect(before).toMatchObject({
      id: first,
      status: "active",
      suspendedReason: null,
      rateLimits: {},
      keyDailyCap: "default",
      owners: [{ email: boss.email, name: boss.name, status: "active" }],
      wallets: [],
      feeAccounts: [{ merchantId: first, due: usdt(18), settled: usdt(12), collected: usdt(30) }],
    });
    await suspendMerchant(house, { merchantId: second, reason: "chargebacks" });
    await lab.owner.sql`
      insert into addresses (network, address, display, purpose, path_index, verified_at, merchant_id, owner_kind)
      values ('USDT-TRC20', ${"9".repeat(40)}, 'Tshown', 'merchant', 7, now(), ${second}, 'merchant')`;
    const { actor } = ctx;
    const door = { origin: "https://a.example", invitedBy: actor.kind === "user" ? actor.id : "" };
    await inviteOwner(house, { merchantId: second, ownerEmail: "in@example.com" }, door);
    expect(await getOperatorMerchant(ctx, second)).toMatchObject({
      status: "suspended",
      suspendedReason: "chargebacks",
      owners: [{ email: "in@example.com", name: null, status: "invited" }],
      wallets: [{ network: "USDT-TRC20", address: "Tshown" }],
      feeAccounts: [],
    });
    const { rows } = await listOperatorMerchants(ctx, { ...PAGE, status: "suspended" });
    expect(rows.map(({ id }) => id)).toEqual([second]);
    for (const id of [newId(), "x"]) {
      await expect(getOperatorMerchant(ctx, id)).rejects.toEqual(refusal("not_found"));
    }
  });
});

describe("fees", () => {
  it("are summed, by account, with the newest settlements", async () => {
    const { total, sums, accounts, settlements } = await listFees(ctx);
    expect(total).toBe(1);
    expect(sums).toEqual({
      collected: usdt(30),
      settled: usdt(12),
      due: usdt(18),
      underway: 0n,
    });
    expect(accounts).toMatchObject([{ number: 1, name: "Tulips 50% off", due: usdt(18) }]);
    expect(settlements).toMatchObject([
      { number: 1, amount: usdt(12), status: "settled", address: "Tmine", txHash: "c".repeat(64) },
    ]);
    expect((await listFees(ctx, { page: 2, limit: 1 })).accounts).toEqual([]);
  });
});

describe("the house", () => {
  it("shows networks, gas, processes and what waits", async () => {
    const at = new Date(Date.now() - 8_000);
    await lab.owner.sql`
      insert into chain_cursors (network, identity, height, hash, block_time, latest_height, final_height, final_time, scanned_at)
      values (${NETWORK}, 'tron', 90, ${"0".repeat(64)}, now(), 100, 81, now(), ${at})`;
    await lab.owner.sql`
      insert into addresses (network, address, display, purpose, path_index, verified_at, owner_kind)
      values (${NETWORK}, ${"7".repeat(40)}, 'Tgas', 'gas', 0, now(), 'gas')`;
    const loops = {
      "move:USDT-TRC20": { lastOkAt: 5, lastError: "Error: x" },
      fold: { lastOkAt: 6, lastError: null },
    };
    await lab.owner.sql`insert into heartbeats (name, at, data) values
      ('worker', now(), ${JSON.stringify(loops)}::text::jsonb), ('signer', now() - interval '1 minute', '{}')`;
    const reader = (balance: bigint) => ({ network: NETWORK, nativeBalance: async () => balance });
    expect(await readGas(lab.job(), { ...reader(1n), network: "USDT-ERC20" })).toBe(false);
    expect(await readGas(lab.job(), reader(10n ** 30n))).toBe(true);
    const earlier = { ...lab.job(), now: () => new Date(Date.now() - 60_000) };
    await readGas(earlier, reader(5n));
    const home = await getOperatorHome(ctx);
    expect(home.networks).toMatchObject([
      {
        network: "USDT-ERC20",
        head: null,
        lagBlocks: null,
        lagSeconds: null,
        gas: { wallet: null, problem: null },
      },
      {
        network: NETWORK,
        head: 100,
        scanned: 90,
        final: 81,
        lagBlocks: 10,
        haltedReason: null,
        sweepsOpen: 0,
        gas: { wallet: "Tgas", asset: "TRX", balance: 10n ** 30n, perSweep: null, problem: null },
      },
    ]);
    expect(home.networks[1]?.lagSeconds).toBeGreaterThanOrEqual(8);
    expect(home.processes).toMatchObject([
      {
        kind: "worker",
        silent: false,
        loops: [
          { name: "fold", state: "ok", lastOkAt: new Date(6), problem: null },
          { name: "move:USDT-TRC20", state: "failing", problem: "Error: x" },
        ],
      },
      { kind: "signer", silent: true, loops: [] },
    ]);
    expect(home).toMatchObject({
      feesDue: usdt(18),
      merchants: { active: 1, suspended: 1 },
      outboxWaiting: 0,
      mailsWaiting: 1,
      ordersWaiting: 0,
    });
  });
});
