import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { transact } from "@/lib/command";
import { connect, type Database, databaseErrorCode } from "@/lib/db";
import { newId } from "@/lib/kit";
import { depositCredited, depositReceived, post, withdrawalHeld } from "@/lib/ledger";
import { addMerchants, balanceOf, contextOf, NETWORK, postOne, usdt } from "../support/books";
import { createTestDatabase, type TestDatabase } from "../support/database";

let database: TestDatabase;
let owner: Database;
let web: Database;
let worker: Database;
let merchant: string;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = connect({ url: database.ownerUrl, name: "owner", max: 2 });
  web = connect({ url: database.webUrl, name: "web", max: 1 });
  worker = connect({ url: database.workerUrl, name: "worker", max: 1 });
  [merchant = ""] = await addMerchants(owner);
});
afterAll(async () => {
  await Promise.all([owner.close(), web.close(), worker.close()]);
  await database.drop();
});

describe("functions that run as the owner", () => {
  it("do not take a caller's temporary table for the books", async () => {
    const record = newId();
    const received = { network: NETWORK, cause: "t:0", address: "a", amount: usdt(5), record };
    await postOne(worker, merchant, depositReceived(received));
    await postOne(
      worker,
      merchant,
      depositCredited({
        network: NETWORK,
        cause: record,
        record,
        amount: usdt(5),
        fee: usdt(0),
      }),
    );
    const held = withdrawalHeld({ network: NETWORK, cause: "w:1", amount: usdt(1_000_000) });
    const attack = transact(contextOf(web, merchant), async (tx) => {
      await tx.execute(`create temporary table ledger_balances (
        merchant_id uuid, path text, balance_units bigint, primary key (merchant_id, path))`);
      await tx.execute(`grant all on ledger_balances to public`);
      await tx.execute(`insert into ledger_balances
        select '${merchant}', '${NETWORK}/available', 9000000000000`);
      await post(tx, merchant, held);
    });
    await expect(attack).rejects.toThrow();
    expect(await balanceOf(worker, merchant, "held")).toBe(0n);
  });
});

describe("what was fixed when it was made", () => {
  const fixed: readonly [string, () => Database, string][] = [
    ["web", () => web, "update invoices set wallet_address = 'mine'"],
    ["web", () => web, "update invoices set amount_units = 1"],
    ["web", () => web, "update invoices set fee_tiers = '[]'"],
    ["worker", () => worker, "update invoices set wallet_address = 'mine'"],
    ["worker", () => worker, "update invoices set expires_at = now()"],
    ["worker", () => worker, "update addresses set display = 'mine'"],
    ["worker", () => worker, "update addresses set merchant_id = null"],
    ["worker", () => worker, "update sweeps set to_address = 'mine'"],
    ["worker", () => worker, "update sweeps set amount_units = 1"],
    ["web", () => web, "update merchants set number = 2"],
    ["web", () => web, "update merchants set status = 'active'"],
    ["worker", () => worker, "update merchants set number = 2"],
    ["web", () => web, "update api_keys set secret_hash = '\\x00'"],
    ["worker", () => worker, "update webhook_events set body = '{}'"],
    ["web", () => web, "update webhook_events set body = '{}'"],
  ];
  it.each(fixed)("is not changed by %s", async (_role, db, statement) => {
    const refusal = db().sql.unsafe(statement);
    expect(await refusal.catch((error: unknown) => databaseErrorCode(error))).toBe("42501");
  });
});
