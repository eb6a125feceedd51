import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  addGasWallet,
  addMerchantWallet,
  addPoolAddresses,
  countFree,
  findAddress,
  getGasWallet,
  getMerchantWallet,
  isGatewayAddress,
  matchAddresses,
  nextPoolIndex,
  takeDepositAddress,
} from "@/lib/addresses";
import { type Context, jobContext, transact } from "@/lib/command";
import { connect, type Database, databaseErrorCode } from "@/lib/db";
import { type NetworkId, newId, silentLogger } from "@/lib/kit";
import { addMerchants } from "../support/books";
import { createTestDatabase, type TestDatabase } from "../support/database";

let database: TestDatabase;
let worker: Database;
let web: Database;
let job: Context;
let a: string;
let b: string;
beforeAll(async () => {
  database = await createTestDatabase();
  worker = connect({ url: database.workerUrl, name: "test-worker", max: 10 });
  web = connect({ url: database.webUrl, name: "test-web", max: 50, lockTimeoutMs: 30_000 });
  job = jobContext(worker, "test", silentLogger);
  [a, b] = (await addMerchants(worker, 2)) as [string, string];
});
afterAll(async () => {
  await Promise.all([worker, web].map((db) => db?.close()));
  await database?.drop();
});

const newAddress = () => randomBytes(20).toString("hex");
const asWeb = (merchantId: string): Context => ({
  ...jobContext(web, "test", silentLogger),
  merchantId,
  permissions: new Set(["invoices:create"]),
});

/** Adds that many to the pool and answers them in the order of their paths. */
async function fill(network: NetworkId, count: number): Promise<string[]> {
  const first = await nextPoolIndex(worker.orm, network);
  const rows = Array.from({ length: count }, (_, i) => {
    const address = newAddress();
    return { network, address, display: `display-${address}`, pathIndex: first + i };
  });
  await transact(job, (tx) => addPoolAddresses(job, tx, rows));
  return rows.map((row) => row.address);
}

const take = (ctx: Context, network: NetworkId, ownerId = newId()) =>
  transact(ctx, (tx) => takeDepositAddress(ctx, tx, { network, ownerKind: "invoice", ownerId }));

describe("the pool", () => {
  it("gives fifty at once an address each, of their own merchant, and then has none", async () => {
    const pool = await fill("USDT-TRC20", 50);
    expect(await countFree(worker.orm, "USDT-TRC20")).toBe(50);
    const owners = Array.from({ length: 50 }, () => newId());
    const taken = await Promise.all(
      owners.map((id, i) => take(asWeb(i % 2 === 0 ? a : b), "USDT-TRC20", id)),
    );
    expect(taken.map((row) => row.address).sort()).toEqual([...pool].sort());
    for (const row of taken) expect(row.display).toBe(`display-${row.address}`);
    const known = await matchAddresses(worker.orm, "USDT-TRC20", pool);
    taken.forEach((row, i) => {
      expect(known.get(row.address)).toMatchObject({
        merchantId: i % 2 === 0 ? a : b,
        ownerKind: "invoice",
        ownerId: owners[i],
        purpose: "deposit",
      });
    });
    expect(await countFree(worker.orm, "USDT-TRC20")).toBe(0);
    await expect(take(asWeb(a), "USDT-TRC20")).rejects.toMatchObject({
      code: "wallet_generation_failed",
      publicMessage: "Wallet generation failed",
    });
  });

  it("keeps an address free when the taking transaction fails", async () => {
    const [only] = await fill("USDT-ERC20", 1);
    const ctx = asWeb(a);
    await expect(
      transact(ctx, async (tx) => {
        const taken = await takeDepositAddress(ctx, tx, {
          network: "USDT-ERC20",
          ownerKind: "invoice",
          ownerId: newId(),
        });
        expect(taken.address).toBe(only);
        throw new Error("after it was taken");
      }),
    ).rejects.toThrow("after it was taken");
    expect((await take(ctx, "USDT-ERC20")).address).toBe(only);
  });

  it("refuses the same path with another address, and takes the same again as nothing new", async () => {
    const network = "USDT-ERC20";
    const pathIndex = await nextPoolIndex(worker.orm, network);
    const row = { network, address: newAddress(), display: "d", pathIndex } as const;
    expect(await transact(job, (tx) => addPoolAddresses(job, tx, [row]))).toBe(1);
    expect(await transact(job, (tx) => addPoolAddresses(job, tx, [row]))).toBe(0);
    const fresh = { ...row, address: newAddress(), pathIndex: pathIndex + 1 };
    for (const wrong of [
      { ...row, address: newAddress() },
      { ...row, display: "other" },
    ]) {
      await expect(
        transact(job, (tx) => addPoolAddresses(job, tx, [fresh, wrong])),
      ).rejects.toMatchObject({ code: "internal_error" });
    }
    expect(await findAddress(worker.orm, network, fresh.address)).toBeNull();
    expect(await nextPoolIndex(worker.orm, network)).toBe(pathIndex + 1);
  });

  it("is filled by jobs alone", async () => {
    const row = {
      network: "USDT-ERC20",
      address: newAddress(),
      display: "d",
      pathIndex: 9_999,
    } as const;
    const ctx = asWeb(a);
    await expect(transact(ctx, (tx) => addPoolAddresses(ctx, tx, [row]))).rejects.toMatchObject({
      code: "scope_missing",
    });
  });
});

describe("between merchants", () => {
  it("shows the web role its own merchant's addresses, and no free ones", async () => {
    const network = "USDT-ERC20";
    await fill(network, 3);
    const own = (await take(asWeb(a), network)).address;
    const foreign = (await take(asWeb(b), network)).address;
    await transact(asWeb(a), async (tx) => {
      const seen = await matchAddresses(tx, network, [own, foreign]);
      expect([...seen.keys()]).toEqual([own]);
      expect(await countFree(tx, network)).toBe(0);
      const all = await tx.execute<{ others: number }>(
        `select count(*)::int as others from addresses where merchant_id is distinct from '${a}'`,
      );
      expect(all[0]?.others).toBe(0);
      expect(await isGatewayAddress(tx, network, foreign)).toBe(true);
      expect(await isGatewayAddress(tx, network, newAddress())).toBe(false);
    });
  });

  it("lets the web role take nothing for another merchant, nor write the directory", async () => {
    const take = web.sql.begin(async (sql) => {
      await sql`select set_config('app.merchant', ${a}, true)`;
      await sql`select * from take_deposit_address('USDT-ERC20', ${b}, 'invoice', ${newId()}, now())`;
    });
    await expect(take).rejects.toThrow("address for another merchant");
    const write = web.sql.begin(async (sql) => {
      await sql`select set_config('app.merchant', ${a}, true)`;
      await sql`update addresses set display = 'mine'`;
    });
    const refusal = await write.catch((error: unknown) => databaseErrorCode(error));
    expect(refusal).toBe("42501");
  });
});

describe("wallets", () => {
  it("are found by their merchant and network, and the gas wallet by its network", async () => {
    const network = "USDT-TRC20";
    const row = (pathIndex: number) =>
      ({ network, address: newAddress(), display: "w", pathIndex }) as const;
    const [own, gas] = [row(1), row(0)];
    expect(await getMerchantWallet(worker.orm, network, a)).toBeNull();
    expect(await getGasWallet(worker.orm, network)).toBeNull();
    await transact(job, async (tx) => {
      await addMerchantWallet(job, tx, a, own);
      await addGasWallet(job, tx, gas);
    });
    expect(await getMerchantWallet(worker.orm, network, a)).toMatchObject({ address: own.address });
    expect(await getMerchantWallet(worker.orm, network, b)).toBeNull();
    expect(await getMerchantWallet(worker.orm, "USDT-ERC20", a)).toBeNull();
    expect(await getGasWallet(worker.orm, network)).toMatchObject({ address: gas.address });
    expect(await findAddress(worker.orm, network, own.address)).toEqual({
      merchantId: a,
      purpose: "merchant",
      ownerKind: "merchant",
      ownerId: null,
      pathIndex: 1,
    });
    expect(await findAddress(worker.orm, network, gas.address)).toMatchObject({
      ownerKind: "gas",
      merchantId: null,
    });
  });

  it("answers for thousands of addresses with one query, and for none with none", async () => {
    const [known] = await fill("USDT-ERC20", 1);
    const many = [...Array.from({ length: 5_000 }, newAddress), known!];
    expect([...(await matchAddresses(worker.orm, "USDT-ERC20", many)).keys()]).toEqual([known]);
    expect((await matchAddresses(worker.orm, "USDT-TRC20", [known!])).size).toBe(0);
    expect((await matchAddresses(worker.orm, "USDT-ERC20", [])).size).toBe(0);
  });
});
