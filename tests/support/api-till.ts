import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, inject } from "vitest";
import { jobContext } from "@/lib/command";
import { roleUrl } from "@/lib/config";
import { connect, type Database } from "@/lib/db";
import { silentLogger, units } from "@/lib/kit";
import { type Answer, type Ask, call } from "./api-client";
import { API_SECRET, PASSWORDS, startWeb, stopWeb, type Web } from "./api-process";
import { type ApiServer, seedMerchant } from "./api-world";
import { addMoney, addUser, somewhere } from "./till";

export const CREATE = "/public/user/withdrawal/create";
export const REQUEST = "/public/withdrawal-request/create";
export const TRON_CONTRACT = somewhere();
export const ETHEREUM_CONTRACT = somewhere("USDT-ERC20");
export const HASH = "ab".repeat(32);

/** What the worker writes of a withdrawal that it has sent. */
export const sent = { state: "sent", tx_hash: HASH };
/** What the worker writes of a withdrawal that is in a block. */
export const included = () => ({
  state: "included",
  completed_at: new Date(),
  processed_at: new Date(),
});

const usdt = (whole: number) => units(BigInt(whole) * 1_000_000n);
let web: Web | undefined;
let worker: Database;
let api: ApiServer;

type Columns = Readonly<Record<string, unknown>>;

const settings = (change: Columns) =>
  worker.sql`update merchants set ${worker.sql(change)} where id = ${api.merchants[0].merchantId}`;
const user = (figure: number) => addUser(worker, api.merchants[0].merchantId, usdt(figure));
const fund = (amount: number) => addMoney(worker, api.merchants[0].merchantId, usdt(amount));
const post = (path: string, body: unknown, ask: Ask = {}) =>
  call(api, "POST", path, { body, ...ask });

async function order(over: Columns = {}) {
  const userId = await user(50);
  await fund(50);
  const currencyType = "USDT-TRC20";
  return { userId, walletAddress: somewhere(), amount: 50, currencyType, ...over };
}

async function ladder(userId: string, ...steps: readonly Columns[]): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    const [row] = await worker.sql`
      select id from withdrawals where user_id = ${userId} and state = 'approved'`;
    if (row) {
      for (const step of steps) {
        await worker.sql`update withdrawals set ${worker.sql(step)} where id = ${row.id}`;
      }
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error("nothing was approved");
}

async function pendingRequest(path = REQUEST): Promise<Answer["body"]> {
  const answer = await post(path, await order());
  expect([answer.status, answer.body.data?.status], answer.text).toEqual([200, "pending"]);
  return answer.body.data;
}

/** Gives the file's tests a web process that waits 1.5 s for withdrawals, with two merchants of its own. */
export function setUpApiTill() {
  const shared = inject("api");
  const folder = mkdtempSync(join(tmpdir(), "tillgate-withdrawals-"));
  beforeAll(async () => {
    worker = connect({
      url: roleUrl(shared.ownerUrl, "tillgate_worker", PASSWORDS.workerPassword),
      name: "test-worker",
      max: 4,
    });
    const ctx = jobContext(worker, "seed", silentLogger);
    const mine = await seedMerchant(ctx, "Paying Out", API_SECRET);
    const other = await seedMerchant(ctx, "Looking On", API_SECRET);
    web = await startWeb(shared.ownerUrl, folder, {
      RATE_LIMIT_SCALE: "0",
      WITHDRAWAL_WAIT_MS: "1500",
      USDT_TRC20_CONTRACT: TRON_CONTRACT,
      USDT_ERC20_CONTRACT: ETHEREUM_CONTRACT,
    });
    api = { ...shared, origin: web.origin, merchants: [mine, other] };
  });
  afterAll(async () => {
    if (web) await stopWeb(web);
    await worker?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(() =>
    settings({ auto_withdraw: false, apply_limits_to_api: false, withdrawal_fee_payer: "user" }),
  );
  return {
    get api() {
      return api;
    },
    /** As the worker's role. */
    get worker() {
      return worker;
    },
    /** Changes columns of the first merchant. */
    settings,
    /** A user of the first merchant with so many USDT to spend. Answers the user's id. */
    user,
    /** So many USDT on the first merchant's own wallet. */
    fund,
    post,
    /** A body that is good, of a user who may spend 50 from money that is there. */
    order,
    /** Plays the ladder: waits for the user's withdrawal to be approved, then writes how it goes on. */
    ladder,
    /** A withdrawal that waits for approval, as it was answered. */
    pendingRequest,
  };
}
