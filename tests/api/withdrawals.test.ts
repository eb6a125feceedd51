import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { jobContext } from "@/lib/command";
import { roleUrl } from "@/lib/config";
import { connect, type Database } from "@/lib/db";
import { newId, silentLogger, units } from "@/lib/kit";
import { type Answer, type Ask, call, expectFailure } from "../support/api-client";
import { API_SECRET, PASSWORDS, startWeb, stopWeb, type Web } from "../support/api-process";
import { type ApiServer, seedMerchant } from "../support/api-world";
import { addMoney, addUser, pooled, somewhere } from "../support/till";

const shared = inject("api");
const limited = inject("limitedApi");
const usdt = (whole: number) => units(BigInt(whole) * 1_000_000n);
const CREATE = "/public/user/withdrawal/create";
const REQUEST = "/public/withdrawal-request/create";
const TRON_CONTRACT = somewhere();
const ETHEREUM_CONTRACT = somewhere("USDT-ERC20");
const HASH = "ab".repeat(32);
const KEYS = [
  "withdrawalId,transactionId,userId,status,transactionHash,amount,fee,netAmount,currencyType",
  "walletAddress,createdAt,completedAt",
]
  .join(",")
  .split(",");

const folder = mkdtempSync(join(tmpdir(), "tillgate-withdrawals-"));
let web: Web;
let worker: Database;
let api: ApiServer;

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
const settings = (change: Readonly<Record<string, unknown>>) =>
  worker.sql`update merchants set ${worker.sql(change)} where id = ${api.merchants[0].merchantId}`;
beforeEach(() =>
  settings({ auto_withdraw: false, apply_limits_to_api: false, withdrawal_fee_payer: "user" }),
);

const user = (figure: number) => addUser(worker, api.merchants[0].merchantId, usdt(figure));
const fund = (amount: number) => addMoney(worker, api.merchants[0].merchantId, usdt(amount));
const post = (path: string, body: unknown, ask: Ask = {}) =>
  call(api, "POST", path, { body, ...ask });

/** A body that is good, of a user who may spend 50 from money that is there. */
async function order(over: Readonly<Record<string, unknown>> = {}) {
  const userId = await user(50);
  await fund(50);
  const currencyType = "USDT-TRC20";
  return { userId, walletAddress: somewhere(), amount: 50, currencyType, ...over };
}

/** Plays the ladder: waits for the user's withdrawal to be approved, then writes how it goes on. */
async function ladder(userId: string, ...steps: readonly Readonly<Record<string, unknown>>[]) {
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
const sent = { state: "sent", tx_hash: HASH };
const included = () => ({
  state: "included",
  completed_at: new Date(),
  processed_at: new Date(),
});

describe("POST /public/user/withdrawal/create", () => {
  it("answers completed with the hash once it is in a block", async () => {
    const body = await order();
    const [answer] = await Promise.all([
      post(CREATE, { ...body, status: "completed", fee: 0, feePayer: "merchant", clientId: "x" }),
      ladder(body.userId, sent, included()),
    ]);
    expect(answer.status, answer.text).toBe(200);
    expect(Object.keys(answer.body.data)).toEqual(KEYS);
    expect(answer.body).toMatchObject({
      success: true,
      message: "Withdrawal completed successfully",
      data: {
        status: "completed",
        userId: body.userId,
        transactionHash: HASH,
        amount: 50,
        fee: 2,
        netAmount: 48,
        currencyType: "USDT-TRC20",
        walletAddress: body.walletAddress,
        completedAt: expect.stringMatching(/^\d{4}-.*\.\d{3}Z$/),
      },
    });
    expect(answer.body.data.withdrawalId).toBe(answer.body.data.transactionId);
  });

  it("answers 202 with the hash when the wait is over", async () => {
    const body = await order({ currencyType: "USDT-TRC20" });
    const [answer] = await Promise.all([post(CREATE, body), ladder(body.userId, sent)]);
    expect(answer.status, answer.text).toBe(202);
    expect(answer.body).toMatchObject({
      success: true,
      data: { status: "processing", transactionHash: HASH, completedAt: null },
    });
  });

  it("answers a refusal by the chain with 200 and its reason", async () => {
    const body = await order();
    const [answer] = await Promise.all([
      post(CREATE, body),
      ladder(body.userId, { state: "failed", reason: "reverted", processed_at: new Date() }),
    ]);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      success: true,
      data: { status: "failed", reason: "reverted" },
    });
  });

  it("by a merchant who pays the fee: nothing is deducted", async () => {
    await settings({ withdrawal_fee_payer: "merchant" });
    const body = await order();
    await fund(2);
    const [answer] = await Promise.all([post(CREATE, body), ladder(body.userId, sent, included())]);
    expect(answer.body.data).toMatchObject({ amount: 50, fee: 0, netAmount: 50 });
  });

  it("is queued when the merchant's limits apply to the API", async () => {
    await settings({ apply_limits_to_api: true });
    const answer = await post(CREATE, await order());
    expect([answer.status, answer.body.data.status]).toEqual([200, "pending"]);
  });

  it("refuses in the order of the contract's table", async () => {
    const nobody = `user-${newId()}`;
    const poor = await user(10);
    const rich = await user(900_000);
    // Everything that a later row objects to is wrong as well.
    const wrong = {
      userId: nobody,
      walletAddress: "TN7oGaKhMfSfAwnVUiPNaEiGgRbRQGrain",
      amount: "0",
      currencyType: "BTC",
      callbackUrl: "ftp://x",
    };
    const { userId: _left, ...missing } = wrong;
    const zero = "T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb";
    const good = { ...wrong, currencyType: "USDT-TRC20", amount: "900000", callbackUrl: undefined };
    const rows: [Record<string, unknown>, number, string][] = [
      [missing, 400, "userId, walletAddress, amount and currencyType are required"],
      [{}, 400, "userId, walletAddress, amount and currencyType are required"],
      [
        { ...wrong, userId: "" },
        400,
        "userId, walletAddress, amount and currencyType are required",
      ],
      [wrong, 400, "currencyType must be USDT-TRC20 or USDT-ERC20"],
      [{ ...wrong, currencyType: "USDT-TRC20" }, 400, "Amount must be a valid positive number"],
      [{ ...good, amount: "0.099999" }, 400, "Minimum withdrawal amount is greater than 0.1 USDT"],
      [{ ...good, amount: "0.1" }, 400, "Invalid wallet address format"],
      [{ ...good, walletAddress: 7 }, 400, "Invalid wallet address format"],
      [{ ...good, callbackUrl: "ftp://x" }, 400, "Invalid wallet address format"],
      [
        { ...good, walletAddress: pooled(), callbackUrl: "ftp://x" },
        400,
        "callbackUrl must be an https URL",
      ],
      [
        { ...good, walletAddress: pooled(), callbackUrl: "https://10.0.0.1/" },
        400,
        "callbackUrl must not point to a private address",
      ],
      [{ ...good, walletAddress: pooled() }, 400, "Destination address is not allowed"],
      [{ ...good, walletAddress: TRON_CONTRACT }, 400, "Destination address is not allowed"],
      [{ ...good, walletAddress: zero }, 400, "Destination address is not allowed"],
      [
        { ...good, currencyType: "USDT-ERC20", walletAddress: ETHEREUM_CONTRACT.toLowerCase() },
        400,
        "Destination address is not allowed",
      ],
      [
        { ...good, currencyType: "USDT-ERC20", walletAddress: `0x${"0".repeat(40)}` },
        400,
        "Destination address is not allowed",
      ],
      [
        { ...good, walletAddress: somewhere(), amount: "0.1" },
        404,
        "Wallet not found for the specified userId",
      ],
      [
        { ...good, walletAddress: somewhere(), userId: poor, amount: "2" },
        400,
        "Amount must be greater than the withdrawal fee",
      ],
      [
        { ...good, walletAddress: somewhere(), userId: poor },
        400,
        "Insufficient user wallet balance",
      ],
      [{ ...good, walletAddress: somewhere(), userId: rich }, 400, "Insufficient merchant balance"],
    ];
    for (const [body, status, message] of rows) {
      expectFailure(await post(CREATE, body), status, message);
      expectFailure(await post(REQUEST, body), status, message);
    }
    const short = await post(CREATE, { ...good, walletAddress: somewhere(), userId: rich });
    expect(short.body.error).toBe("insufficient_balance");
  });

  it.each([
    ["0"],
    ["-1"],
    ["NaN"],
    ["50.0000001"],
    ["1e2"],
    [" 50"],
    ["1,000"],
    ["0x10"],
    [null],
    [true],
    [[50]],
    [1_000_000_001],
    [""],
  ])("refuses the amount %j", async (amount) => {
    const answer = await post(CREATE, {
      userId: "u",
      walletAddress: "x",
      amount,
      currencyType: "USDT-TRC20",
    });
    expectFailure(answer, 400, "Amount must be a valid positive number");
  });

  it("takes exactly what is written: the last micro-USDT counts", async () => {
    const userId = await user(50);
    await fund(51);
    const body = { userId, walletAddress: somewhere(), currencyType: "USDT-TRC20" };
    const over = await post(CREATE, { ...body, amount: "50.000001" });
    expectFailure(over, 400, "Insufficient user wallet balance");
    const text = JSON.stringify({ ...body, amount: 0 }).replace('"amount":0', '"amount":5.0e1');
    const [answer] = await Promise.all([
      call(api, "POST", CREATE, { body: text }),
      ladder(userId, sent, included()),
    ]);
    expect(answer.body.data, answer.text).toMatchObject({ amount: 50, status: "completed" });
  });

  it("with an Idempotency-Key: one withdrawal, and a 202 is replayed with the present state", async () => {
    const body = await order();
    const headers = { "idempotency-key": newId() };
    const first = await post(CREATE, body, { headers });
    expect(first.status).toBe(202);
    const again = await post(CREATE, body, { headers });
    expect([again.status, again.headers.get("idempotent-replayed")]).toEqual([202, "true"]);
    const id = first.body.data.withdrawalId;
    expect(again.body.data.withdrawalId).toBe(id);
    await worker.sql`update withdrawals set ${worker.sql({ ...sent, ...included() })} where id = ${id}`;
    const done = await post(CREATE, body, { headers });
    expect([done.status, done.body.data.status]).toEqual([200, "completed"]);
    expect((await post(CREATE, body, { headers })).text).toBe(done.text);
    const rows = await worker.sql`select 1 from withdrawals where user_id = ${body.userId}`;
    expect(rows.length).toBe(1);
    const other = await post(CREATE, { ...body, amount: 49 }, { headers });
    expectFailure(other, 422, "Idempotency-Key was already used with another request");
  });

  it("thirty times at once with one key: one withdrawal, the same id for all", async () => {
    const body = await order();
    const headers = { "idempotency-key": newId() };
    const answers = await Promise.all(
      Array.from({ length: 30 }, () => post(CREATE, body, { headers })),
    );
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([202]));
    expect(new Set(answers.map((answer) => answer.body.data.withdrawalId)).size).toBe(1);
  });

  it("keeps no answer that says money is short", async () => {
    const userId = await user(50);
    const headers = { "idempotency-key": newId() };
    const body = { userId, walletAddress: somewhere(), amount: 50, currencyType: "USDT-TRC20" };
    const held = await worker.sql`
      select coalesce(sum(balance_units), 0)::text as left from ledger_balances
      where merchant_id = ${api.merchants[0].merchantId} and path = 'USDT-TRC20/available'`;
    expect(BigInt(String(held[0]?.left))).toBeLessThan(50_000_000n);
    const short = await post(CREATE, body, { headers });
    expectFailure(short, 400, "Insufficient merchant balance");
    await fund(50);
    const [answer] = await Promise.all([
      post(CREATE, body, { headers }),
      ladder(userId, sent, included()),
    ]);
    expect(answer.body.data, answer.text).toMatchObject({ status: "completed" });
  });
});

const pendingRequest = async (path = REQUEST) => {
  const answer = await post(path, await order());
  expect([answer.status, answer.body.data?.status], answer.text).toEqual([200, "pending"]);
  return answer.body.data;
};
const judge = (id: string, word: "approve" | "reject", ask: Ask = { secret: true }) =>
  call(api, "POST", `/public/withdrawal-requests/${id}/${word}`, ask);

describe.each([REQUEST, "/public/withdrawal-request"])("POST %s", (path) => {
  it("waits for approval, unless the merchant's limits let it go", async () => {
    const waits = await pendingRequest(path);
    expect(waits).toMatchObject({ transactionHash: null, completedAt: null, fee: 2 });
    await settings({ auto_withdraw: true, max_auto_withdraw_units: "50000000" });
    const body = await order();
    const [answer] = await Promise.all([post(path, body), ladder(body.userId, sent, included())]);
    expect([answer.status, answer.body.data.status]).toEqual([200, "completed"]);
  });
});

describe("approve and reject", () => {
  it("approve answers like create", async () => {
    const { withdrawalId, userId } = await pendingRequest();
    const [answer] = await Promise.all([
      judge(withdrawalId, "approve"),
      ladder(userId, sent, included()),
    ]);
    expect(answer.status, answer.text).toBe(200);
    expect(answer.body.data).toMatchObject({ withdrawalId, userId, status: "completed" });
    const text = "Only pending withdrawals can be approved";
    expectFailure(await judge(withdrawalId, "approve"), 400, text);
    const other = "Only pending withdrawals can be rejected";
    expectFailure(await judge(withdrawalId, "reject"), 400, other);
  });

  it("reject gives back what was held, and keeps the remarks", async () => {
    const { withdrawalId, userId } = await pendingRequest();
    const body = { remarks: "Please verify your account first" };
    const answer = await judge(withdrawalId, "reject", { secret: true, body });
    expect(answer.status, answer.text).toBe(200);
    expect(answer.body).toMatchObject({
      message: "Withdrawal rejected successfully",
      data: { withdrawalId, status: "rejected", remarks: body.remarks },
    });
    const again = await post(REQUEST, {
      userId,
      walletAddress: somewhere(),
      amount: 50,
      currencyType: "USDT-TRC20",
    });
    expect(again.body.data.status).toBe("pending");
  });

  it("both ask for both keys, and find nothing that is not there", async () => {
    const { withdrawalId } = await pendingRequest();
    for (const word of ["approve", "reject"] as const) {
      expectFailure(await judge(withdrawalId, word, {}), 401, "x-api-secret header is required");
      const headers = { "x-api-secret": "wrong" };
      expectFailure(await judge(withdrawalId, word, { headers }), 401, "Invalid API secret");
      const [, merchant] = api.merchants;
      const theirs = await judge(withdrawalId, word, { merchant, secret: true });
      expectFailure(theirs, 404, "Withdrawal not found");
      for (const id of [newId(), "x", "%00", "..%2f"]) {
        expectFailure(await judge(id, word), 404, "Withdrawal not found");
      }
    }
    expectFailure(
      await judge(withdrawalId, "reject", { secret: true, body: { remarks: 7 } }),
      400,
      "Validation failed",
    );
  });

  it("at the same instant: exactly one takes effect", async () => {
    for (let round = 0; round < 10; round += 1) {
      const { withdrawalId } = await pendingRequest();
      const answers = await Promise.all([
        judge(withdrawalId, "reject"),
        judge(withdrawalId, "approve"),
        judge(withdrawalId, "reject"),
        judge(withdrawalId, "approve"),
      ]);
      const won = answers.filter((answer) => answer.status < 300);
      expect(won).toHaveLength(1);
      expect(answers.filter((answer) => answer.status === 400)).toHaveLength(3);
    }
  });

  it("with an Idempotency-Key: the same answer again, byte for byte", async () => {
    const { withdrawalId } = await pendingRequest();
    const ask: Ask = { secret: true, headers: { "idempotency-key": newId() } };
    const first = await judge(withdrawalId, "reject", ask);
    const again = await judge(withdrawalId, "reject", ask);
    expect(again.text).toBe(first.text);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
  });
});

describe("GET /public/withdrawal-requests", () => {
  const list = (query: Record<string, string>, ask: Ask = {}): Promise<Answer> =>
    call(api, "GET", "/public/withdrawal-requests", { query, ...ask });

  it("lists records with withdrawalId, userId, processedAt and remarks", async () => {
    const made = await pendingRequest();
    const { status, body } = await list({ status: "pending", page: "1", limit: "2" });
    expect(status).toBe(200);
    const [doc] = body.data.docs;
    expect(doc).toMatchObject({
      id: made.withdrawalId,
      withdrawalId: made.withdrawalId,
      transactionId: made.withdrawalId,
      type: "withdrawal",
      status: "pending",
      clientId: api.merchants[0].clientId,
      userId: made.userId,
      processedAt: null,
      remarks: null,
      amount: 50,
      fee: 2,
      netAmount: 48,
      actualBalance: 0,
    });
    const next = await list({ status: "pending", limit: "2", cursor: body.data.nextCursor });
    const page = await list({ status: "pending", limit: "2", page: "2" });
    expect(next.body.data.docs).toEqual(page.body.data.docs);
    const [, merchant] = api.merchants;
    expect((await list({}, { merchant })).body.data.docs).toEqual([]);
  });

  it("refuses what it can't understand", async () => {
    for (const query of [{ status: "paid" }, { page: "0" }, { limit: "x" }, { cursor: "x" }]) {
      expectFailure(await list(query as never), 400, "Validation failed");
    }
    expect((await list({ limit: "1000" })).body.data.limit).toBe(100);
  });
});

describe("payouts", () => {
  it("GET /public/payout/get answers any withdrawal, and nobody else's", async () => {
    const { withdrawalId } = await pendingRequest();
    const get = (id: string, ask: Ask = {}) =>
      call(api, "GET", "/public/payout/get", { query: { id }, ...ask });
    const { status, body } = await get(withdrawalId);
    expect(status).toBe(200);
    expect(body.data).toMatchObject({ id: withdrawalId, type: "withdrawal", status: "pending" });
    const [, merchant] = api.merchants;
    expectFailure(await get(withdrawalId, { merchant }), 404, "Payout not found");
    for (const id of [newId(), "x"]) expectFailure(await get(id), 404, "Payout not found");
    expectFailure(await call(api, "GET", "/public/payout/get"), 400, "Validation failed");
  });

  it.each(["/payout/create", "/public/payout/create"])("POST %s is for people", async (path) => {
    const text = "Payouts can only be created from the dashboard with 2FA";
    expectFailure(await post(path, { amount: 1 }), 403, text);
    expectFailure(await post(path, {}, { secret: true }), 403, text);
    expectFailure(await post(path, {}, { merchant: null }), 401, "API key required");
  });
});

describe("GET /getMerchantDetails", () => {
  it("says what is available and what is held", async () => {
    const get = async () => (await call(api, "GET", "/getMerchantDetails")).body.data;
    const before = await get();
    await pendingRequest();
    const after = await get();
    const { clientId, name } = api.merchants[0];
    expect(after).toMatchObject({ _id: clientId, clientId, name, totalAmt: before.totalAmt });
    expect(after.pendingAmt).toBe(before.pendingAmt + 50);
    expect(after.balances).toEqual([
      { currencyType: "USDT-ERC20", totalAmt: 0, pendingAmt: 0, walletAddress: null },
      {
        currencyType: "USDT-TRC20",
        totalAmt: after.totalAmt,
        pendingAmt: after.pendingAmt,
        walletAddress: null,
      },
    ]);
  });
});

describe("the limits of money that leaves", () => {
  it.each([
    ["POST", CREATE, "30"],
    ["POST", REQUEST, "30"],
    ["POST", `/public/withdrawal-requests/${newId()}/approve`, "30"],
    ["POST", `/public/withdrawal-requests/${newId()}/reject`, "30"],
    ["GET", "/public/withdrawal-requests", "100"],
    ["GET", "/public/payout/get", "100"],
    ["GET", "/getMerchantDetails", "100"],
  ])("%s %s: %s", async (method, path, limit) => {
    const answer = await call(limited, method, path, { secret: true });
    expect(answer.headers.get("ratelimit-limit")).toBe(limit);
  });
});
