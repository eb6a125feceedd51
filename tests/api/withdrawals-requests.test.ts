import { describe, expect, it } from "vitest";
import { newId } from "@/lib/kit";
import { type Answer, type Ask, call, expectFailure } from "../support/api-client";
import { included, REQUEST, sent, setUpApiTill } from "../support/api-till";
import { somewhere } from "../support/till";

const till = setUpApiTill();
const { settings, post, order, ladder, pendingRequest } = till;
const judge = (id: string, word: "approve" | "reject", ask: Ask = { secret: true }) =>
  call(till.api, "POST", `/public/withdrawal-requests/${id}/${word}`, ask);

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

it("both spellings of a request are one endpoint: one Idempotency-Key makes one withdrawal", async () => {
  const body = await order();
  const headers = { "idempotency-key": newId() };
  const first = await post(REQUEST, body, { headers });
  expect([first.status, first.body.data.status]).toEqual([200, "pending"]);
  const again = await post("/public/withdrawal-request", body, { headers });
  expectFailure(again, 422, "Idempotency-Key was already used with another request");
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
      const [, merchant] = till.api.merchants;
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
    call(till.api, "GET", "/public/withdrawal-requests", { query, ...ask });

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
      clientId: till.api.merchants[0].clientId,
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
    const [, merchant] = till.api.merchants;
    expect((await list({}, { merchant })).body.data.docs).toEqual([]);
  });

  it("refuses what it can't understand", async () => {
    for (const query of [{ status: "paid" }, { page: "0" }, { limit: "x" }, { cursor: "x" }]) {
      expectFailure(await list(query as never), 400, "Validation failed");
    }
    expect((await list({ limit: "1000" })).body.data.limit).toBe(100);
  });
});
