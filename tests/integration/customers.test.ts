import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addPoolAddresses, countFree } from "@/lib/addresses";
import { type Context, jobContext, type Permission, transact } from "@/lib/command";
import {
  type GenerateWalletInput,
  generateWallet,
  getWallet,
  getWalletBalance,
  listCustomerTransactions,
  updateBalance,
} from "@/lib/customers";
import { connect, type Database } from "@/lib/db";
import { NETWORK_IDS, newId, present, silentLogger, type Units } from "@/lib/kit";
import { checkInvariants } from "@/lib/ledger";
import { addressAt } from "../support/api-world";
import { addMerchants } from "../support/books";
import { outcome } from "../support/catalog";
import { createTestDatabase, type TestDatabase } from "../support/database";
import { userInput } from "../support/platform";
import { usdt } from "../support/shop";

const POOL = 60;
const NOT_FOUND = {
  code: "not_found",
  publicMessage: "Wallet not found for the specified userId",
};

let database: TestDatabase;
let web: Database;
let worker: Database;
let owner: Database;
let a: string;
let b: string;
beforeAll(async () => {
  database = await createTestDatabase();
  web = connect({ url: database.webUrl, name: "test-web", max: 20, lockTimeoutMs: 30_000 });
  worker = connect({ url: database.workerUrl, name: "test-worker", max: 2 });
  owner = connect({ url: database.ownerUrl, name: "test-owner", max: 2 });
  [a = "", b = ""] = await addMerchants(owner, 2);
  const ctx = jobContext(worker, "test", silentLogger);
  for (const network of NETWORK_IDS) {
    const rows = Array.from({ length: POOL }, (_, i) => addressAt(network, i));
    await transact(ctx, (tx) => addPoolAddresses(ctx, tx, rows));
  }
});
afterAll(async () => {
  await Promise.all([web, worker, owner].map((db) => db?.close()));
  await database?.drop();
});

const WRITES = ["customers:read", "customers:write", "figures:write"] as const;

function as(merchantId: string, permissions: readonly Permission[] = WRITES): Context {
  return {
    ...jobContext(web, "test", silentLogger),
    merchantId,
    actor: { kind: "api_key", id: "key-1" },
    permissions: new Set(permissions),
  };
}

const generate = (over: Partial<GenerateWalletInput> = {}, merchant = a) =>
  generateWallet(as(merchant), userInput(over));

const free = () => Promise.all(NETWORK_IDS.map((network) => countFree(worker.orm, network)));

async function audits(
  userId: string,
): Promise<{ action: string; data: Record<string, unknown> }[]> {
  const rows = await owner.sql`
    select l.action, l.data from audit_log l join customers c on c.id::text = l.subject_id
    where c.user_id = ${userId} order by l.id`;
  return rows.map((row) => ({ action: row.action, data: row.data }));
}

describe("generateWallet", () => {
  it("A07: asked 50 times at the same instant, takes two addresses and answers them 50 times", async () => {
    const before = await free();
    const input = userInput();
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => generateWallet(as(a), input)),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]?.wallets.map((w) => w.walletNetwork)).toEqual(["USDT-ERC20", "USDT-TRC20"]);
    expect(await free()).toEqual(before.map((count) => count - 1));
    expect((await audits(input.userId)).map((entry) => entry.action)).toEqual(["customer.created"]);
  });

  it("A06: another merchant's user of the same id is another user", async () => {
    const userId = newId();
    const ours = await generate({ userId, email: "ours@example.com" });
    const theirs = await generate({ userId, email: "theirs@example.com" }, b);
    const addressesOf = (view: typeof ours) => view.wallets.map((w) => w.walletAddress);
    expect(addressesOf(theirs)).not.toContain(addressesOf(ours)[0]);
    expect(addressesOf(theirs)).not.toContain(addressesOf(ours)[1]);
    expect(await getWallet(as(a), { userId })).toEqual(ours);
    expect(await getWallet(as(b), { userId })).toEqual(theirs);
  });

  it("updates what is given, keeps what is absent, and says so in the audit log", async () => {
    const made = await generate({ firstName: "Alice", phone: "1", isActive: false });
    expect(made).toMatchObject({ firstName: "Alice", lastName: null, isActive: false });
    const { userId } = made;
    const changed = await generate({ userId, email: "new@example.com", lastName: "Liddell" });
    expect(changed).toEqual({ ...made, email: "new@example.com", lastName: "Liddell" });
    const again = await generate({ userId, email: "new@example.com", isActive: true });
    expect(again).toEqual({ ...changed, isActive: true });
    expect(await generate({ userId, email: "new@example.com" })).toEqual(again);
    expect(await audits(userId)).toEqual([
      { action: "customer.created", data: { userId, isActive: false } },
      { action: "customer.updated", data: { changed: ["email", "lastName"], isActive: false } },
      { action: "customer.updated", data: { changed: ["isActive"], isActive: true } },
    ]);
  });

  it("compares ids exactly", async () => {
    const ids = [
      "Case",
      "case",
      " case",
      "case ",
      "ca\u0301se",
      "c\u00e1se",
      "a/b",
      "a%2Fb",
      "✓".repeat(255),
    ];
    const views = [];
    for (const userId of ids) views.push(await generate({ userId }));
    expect(new Set(views.flatMap((view) => view.wallets.map((w) => w.walletAddress))).size).toBe(
      ids.length * 2,
    );
    for (const [at, userId] of ids.entries()) {
      expect(await getWallet(as(a), { userId })).toEqual(views[at]);
    }
    await expect(getWallet(as(a), { userId: "CASE" })).rejects.toMatchObject(NOT_FOUND);
  });

  it("makes nothing when a pool is empty", async () => {
    const dry = await createTestDatabase();
    const [dryOwner, dryWeb] = [dry.ownerUrl, dry.webUrl].map((url) =>
      connect({ url, name: "dry", max: 1 }),
    );
    try {
      const [merchant = ""] = await addMerchants(present(dryOwner, "the owner"));
      const ctx = { ...as(merchant), db: present(dryWeb, "the web role") };
      const input = userInput();
      await expect(generateWallet(ctx, input)).rejects.toMatchObject({
        code: "wallet_pool_empty",
        publicMessage: "Failed to generate wallet addresses",
      });
      await expect(getWallet(ctx, input)).rejects.toMatchObject(NOT_FOUND);
    } finally {
      await Promise.all([dryOwner?.close(), dryWeb?.close()]);
      await dry.drop();
    }
  });

  it("is refused without its permission", async () => {
    const input = userInput();
    await expect(generateWallet(as(a, ["customers:read"]), input)).rejects.toMatchObject({
      code: "scope_missing",
    });
    await expect(getWallet(as(a, ["customers:write"]), input)).rejects.toMatchObject({
      code: "scope_missing",
    });
    const list = { userId: input.userId, page: 1, limit: 20 };
    await expect(listCustomerTransactions(as(a, []), list)).rejects.toMatchObject({
      code: "scope_missing",
    });
    await expect(getWalletBalance(as(a, []), input)).rejects.toMatchObject({
      code: "scope_missing",
    });
  });
});

describe("updateBalance", () => {
  async function newUser(merchant = a) {
    const view = await generate({}, merchant);
    const [erc, trc] = view.wallets.map((w) => w.walletAddress);
    return { userId: view.userId, erc: present(erc, "ERC20"), trc: present(trc, "TRC20") };
  }
  const credit = (
    input: { userId: string; walletAddress: string; amount: Units; transactionHash: string },
    ctx = as(a),
  ) => updateBalance(ctx, input);

  it("adds to the figure of that wallet and of no other", async () => {
    const { userId, erc, trc } = await newUser();
    const first = await credit({
      userId,
      walletAddress: trc,
      amount: usdt("12.5"),
      transactionHash: "r1",
    });
    const untouched = {
      totalDeposits: 0,
      totalDepositAmount: 0,
      lastDepositAt: null,
      lastDepositAmount: null,
    };
    expect(first).toEqual({
      userId,
      totalBalance: 12.5,
      wallets: [
        { walletAddress: erc, walletNetwork: "USDT-ERC20", balance: 0, ...untouched },
        { walletAddress: trc, walletNetwork: "USDT-TRC20", balance: 12.5, ...untouched },
      ],
    });
    const upper = `0x${erc.slice(2).toUpperCase()}`;
    const second = await credit({
      userId,
      walletAddress: upper,
      amount: usdt("0.000001"),
      transactionHash: "r1",
    });
    expect(second.totalBalance).toBe(12.500001);
    expect(await getWalletBalance(as(a), { userId })).toEqual(second);
    expect((await audits(userId)).slice(1)).toEqual([
      {
        action: "customer.credited_by_hand",
        data: { network: "USDT-TRC20", walletAddress: trc, amount: "12.5", transactionHash: "r1" },
      },
      {
        action: "customer.credited_by_hand",
        data: {
          network: "USDT-ERC20",
          walletAddress: erc,
          amount: "0.000001",
          transactionHash: "r1",
        },
      },
    ]);
    const page = await listCustomerTransactions(as(a), { userId, page: 1, limit: 20 });
    expect(page).toMatchObject({ docs: [], totalDocs: 0 });
  });

  it("credits once per wallet and hash, also at the same instant", async () => {
    const { userId, trc: walletAddress } = await newUser();
    const transactionHash = "aB".repeat(32);
    const spellings = [
      transactionHash,
      `0x${transactionHash}`,
      `0X${transactionHash.toUpperCase()}`,
    ];
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, at) =>
        credit({
          userId,
          walletAddress,
          amount: usdt("5"),
          transactionHash: spellings[at % 3] ?? "",
        }),
      ),
    );
    expect(new Set(answers.map((answer) => answer.totalBalance))).toEqual(new Set([5]));
    const other = { userId, walletAddress, amount: usdt("6"), transactionHash };
    await expect(credit(other)).rejects.toMatchObject({
      code: "conflict",
      publicMessage: "transactionHash was already used with another amount",
    });
    // No chain's hash: compared as it is.
    await credit({ ...other, transactionHash: "ref-A" });
    await credit({ ...other, transactionHash: "ref-a" });
    expect((await getWalletBalance(as(a), { userId })).totalBalance).toBe(17);
  });

  it("of two amounts at the same instant takes one", async () => {
    const { userId, trc: walletAddress } = await newUser();
    const settled = await Promise.allSettled(
      ["1", "2", "3", "4"].map((text) =>
        credit({ userId, walletAddress, amount: usdt(text), transactionHash: "one" }),
      ),
    );
    expect(settled.filter((one) => one.status === "fulfilled")).toHaveLength(1);
    const { totalBalance } = await getWalletBalance(as(a), { userId });
    const won = settled.findIndex((one) => one.status === "fulfilled");
    expect(totalBalance).toBe(won + 1);
  });

  it("knows no wallet but the user's own", async () => {
    const { userId, trc } = await newUser();
    const neighbour = await newUser();
    const theirs = await newUser(b);
    const input = { userId, walletAddress: trc, amount: usdt("1"), transactionHash: "x" };
    for (const walletAddress of [
      neighbour.trc,
      theirs.trc,
      trc.toLowerCase(),
      "x",
      `0x${"0".repeat(40)}`,
    ]) {
      await expect(credit({ ...input, walletAddress })).rejects.toMatchObject(NOT_FOUND);
    }
    await expect(credit(input, as(b))).rejects.toMatchObject(NOT_FOUND);
    await expect(credit({ ...input, userId: newId() })).rejects.toMatchObject(NOT_FOUND);
    expect((await getWalletBalance(as(a), { userId })).totalBalance).toBe(0);
  });

  it("is refused without its permission, and counts against the key's daily cap", async () => {
    const { userId, trc: walletAddress } = await newUser();
    const input = { userId, walletAddress, amount: usdt("6"), transactionHash: "c1" };
    await expect(credit(input, as(a, ["customers:write"]))).rejects.toMatchObject({
      code: "scope_missing",
    });
    const keyId = newId();
    await owner.sql`
      insert into api_keys (merchant_id, id, key_hash, secret_hash, prefix, created_at)
      values (${a}, ${keyId}, ${Buffer.from(keyId)}, ${Buffer.from(keyId)}, 'tg_test_', now())`;
    const capped: Context = { ...as(a), spending: { keyId, withSecret: false, cap: usdt("10") } };
    await credit(input, capped);
    await credit(input, capped);
    const more = { ...input, transactionHash: "c2" };
    await expect(credit(more, capped)).rejects.toMatchObject({ code: "daily_limit_reached" });
    // What was refused left the hash free.
    await credit({ ...more, amount: usdt("4") }, capped);
    expect((await getWalletBalance(as(a), { userId })).totalBalance).toBe(10);
  });
});

describe("the database", () => {
  it("keeps what credited a wallet, and shows a merchant's users to nobody else", async () => {
    for (const table of ["customers", "customer_wallets", "customer_credits"]) {
      expect(await outcome(web, `delete from ${table}`, a)).toBe("42501");
      expect(await outcome(web, `select * from ${table} where merchant_id = '${b}'`, a)).toBe(0);
    }
    expect(await outcome(web, "update customer_credits set amount_units = 1", a)).toBe("42501");
    expect(await outcome(web, "update customer_wallets set deposit_count = 9", a)).toBe("42501");
    expect(await outcome(web, "update customers set user_id = 'x'", a)).toBe("42501");
  });

  it("has true books after all of this", async () => {
    expect(await checkInvariants(worker)).toEqual([]);
    expect(await owner.sql`select 1 from webhook_events`).toHaveLength(0);
  });
});
