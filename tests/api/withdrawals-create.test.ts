import { describe, expect, it } from "vitest";
import { newId } from "@/lib/kit";
import { call, expectFailure } from "../support/api-client";
import {
  CREATE,
  ETHEREUM_CONTRACT,
  HASH,
  included,
  REQUEST,
  sent,
  setUpApiTill,
  TRON_CONTRACT,
} from "../support/api-till";
import { pooled, somewhere } from "../support/till";

const KEYS = [
  "withdrawalId,transactionId,userId,status,transactionHash,amount,fee,netAmount,currencyType",
  "walletAddress,createdAt,completedAt",
]
  .join(",")
  .split(",");

const till = setUpApiTill();
const { settings, user, fund, post, order, ladder } = till;

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
      call(till.api, "POST", CREATE, { body: text }),
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
    await till.worker
      .sql`update withdrawals set ${till.worker.sql({ ...sent, ...included() })} where id = ${id}`;
    const done = await post(CREATE, body, { headers });
    expect([done.status, done.body.data.status]).toEqual([200, "completed"]);
    expect((await post(CREATE, body, { headers })).text).toBe(done.text);
    const rows = await till.worker.sql`select 1 from withdrawals where user_id = ${body.userId}`;
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
    const held = await till.worker.sql`
      select coalesce(sum(balance_units), 0)::text as left from ledger_balances
      where merchant_id = ${till.api.merchants[0].merchantId} and path = 'USDT-TRC20/available'`;
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
