import { randomBytes } from "node:crypto";
import { addPoolAddresses } from "@/lib/addresses";
import { type Address, formatAddress } from "@/lib/chains/spelling";
import { type Context, jobContext, type Permission, type Spending, transact } from "@/lib/command";
import { connect, customers, customerWallets, type Database, withdrawals } from "@/lib/db";
import { type NetworkId, newId, silentLogger, type Units } from "@/lib/kit";
import {
  type AccountKind,
  account,
  figureCredited,
  getBalance,
  post,
  topUpCredited,
} from "@/lib/ledger";
import { addressAt } from "./api-world";
import { addMerchants } from "./books";
import { createTestDatabase } from "./database";

export const TILL_RIGHTS: readonly Permission[] = [
  "withdrawals:read",
  "withdrawals:create",
  "withdrawals:approve",
  "payouts:create",
];

/** Two merchants with money and users, on a database without chains: what is paid out is written by hand. */
export interface Till {
  readonly web: Database;
  readonly worker: Database;
  readonly merchants: readonly [string, string];
  context(
    permissions?: readonly Permission[],
    over?: { readonly merchant?: 0 | 1; readonly spending?: Spending },
  ): Context;
  /** A user with a wallet on each network, who may spend that much on one of them. Answers the user's id. */
  user(figure: Units, network?: NetworkId, merchant?: 0 | 1): Promise<string>;
  /** Money on the merchant's own wallet. */
  fund(amount: Units, network?: NetworkId, merchant?: 0 | 1): Promise<void>;
  balance(kind: AccountKind, network?: NetworkId, merchant?: 0 | 1): Promise<Units>;
  figure(userId: string, kind?: "user_figure" | "user_held", network?: NetworkId): Promise<Units>;
  row(id: string): Promise<typeof withdrawals.$inferSelect>;
  /** Changes a row as the worker does. */
  write(id: string, change: Readonly<Record<string, unknown>>): Promise<void>;
  set(change: Readonly<Record<string, unknown>>, merchant?: 0 | 1): Promise<void>;
  close(): Promise<void>;
}

const TRON: NetworkId = "USDT-TRC20";

/** An address of nobody's. */
export function somewhere(network: NetworkId = TRON): string {
  return formatAddress(network, hex40() as Address);
}

/** An address of the gateway's pool. */
export function pooled(network: NetworkId = TRON): string {
  return addressAt(network, 0).display;
}

function hex40(): string {
  return randomBytes(20).toString("hex");
}

/** A user with a wallet on each network and a figure on one of them; `db` is the worker's. Answers the user's id. */
export async function addUser(
  db: Database,
  merchantId: string,
  figure: Units,
  network: NetworkId = TRON,
): Promise<string> {
  const id = newId();
  const userId = `user-${id}`;
  await transact(jobContext(db, "test", silentLogger), async (tx) => {
    await tx.insert(customers).values({
      merchantId,
      id,
      userId,
      email: "alice@example.com",
      isActive: true,
      createdAt: new Date(),
    });
    for (const one of ["USDT-ERC20", "USDT-TRC20"] as const) {
      const address = hex40();
      await tx.insert(customerWallets).values({
        merchantId,
        customerId: id,
        network: one,
        address,
        walletAddress: formatAddress(one, address as Address),
      });
    }
    if (figure > 0n) {
      const credit = { network, cause: id, customer: id, amount: figure };
      await post(tx, merchantId, figureCredited(credit));
    }
  });
  return userId;
}

/** Money on a merchant's own wallet; `db` is the worker's. */
export async function addMoney(
  db: Database,
  merchantId: string,
  amount: Units,
  network: NetworkId = TRON,
): Promise<void> {
  const received = { network, cause: newId(), address: "ab".repeat(20), amount };
  await transact(jobContext(db, "test", silentLogger), (tx) =>
    post(tx, merchantId, topUpCredited(received)),
  );
}

export async function openTill(): Promise<Till> {
  const database = await createTestDatabase();
  const web = connect({ url: database.webUrl, name: "test-web", max: 20 });
  const worker = connect({ url: database.workerUrl, name: "test-worker", max: 4 });
  const job = jobContext(worker, "test", silentLogger);
  const [first = "", second = ""] = await addMerchants(worker, 2);
  const merchants = [first, second] as const;
  for (const network of ["USDT-ERC20", "USDT-TRC20"] as const) {
    await transact(job, (tx) => addPoolAddresses(job, tx, [addressAt(network, 0)]));
  }
  const balanceOf = (merchant: 0 | 1, network: NetworkId, kind: AccountKind, ref = "") =>
    getBalance(worker.orm, merchants[merchant], account(network, kind, ref));
  return {
    web,
    worker,
    merchants,
    context: (permissions = TILL_RIGHTS, { merchant = 0, spending } = {}) => ({
      db: web,
      merchantId: merchants[merchant],
      actor: { kind: "api_key", id: "test" },
      permissions: new Set(permissions),
      requestId: "req_test",
      log: silentLogger,
      now: () => new Date(),
      ...(spending ? { spending } : {}),
    }),
    user: (figure, network = TRON, merchant = 0) =>
      addUser(worker, merchants[merchant], figure, network),
    fund: (amount, network = TRON, merchant = 0) =>
      addMoney(worker, merchants[merchant], amount, network),
    balance: (kind, network = TRON, merchant = 0) => balanceOf(merchant, network, kind),
    figure: (userId, kind = "user_figure", network = TRON) =>
      balanceOf(0, network, kind, userId.slice("user-".length)),
    async row(id) {
      const rows = await worker.orm.select().from(withdrawals);
      const found = rows.find((row) => row.id === id);
      if (!found) throw new Error(`there is no withdrawal ${id}`);
      return found;
    },
    async write(id, change) {
      await worker.sql`update withdrawals set ${worker.sql(change)} where id = ${id}`;
    },
    async set(change, merchant = 0) {
      await worker.sql`update merchants set ${worker.sql(change)} where id = ${merchants[merchant]}`;
    },
    async close() {
      await Promise.all([web.close(), worker.close()]);
      await database.drop();
    },
  };
}
