import { describe, expect, inject, it } from "vitest";
import { type Ask, call, createInvoice, expectFailure } from "../support/api-client";
import type { ApiMerchant } from "../support/api-world";

const api = inject("api");
const [, other] = api.merchants;

const RECORD = [
  "id,transactionId,type,clientId,status,amount,fee,netAmount,actualBalance,currencyType,network",
  "walletAddress,invoiceNo,referenceId,userId,description,blockchainTxHash,confirmations,payments",
  "feePayer,platformFee,reason,remarks,late,createdAt,detectedAt,confirmedAt,expiresAt,cancelledAt",
]
  .join(",")
  .split(",");

describe("GET /public/transaction/verify", () => {
  const verify = (ask: Ask) => call(api, "GET", "/public/transaction/verify", ask);

  it("answers the record", async () => {
    const made = await createInvoice(api, { body: { referenceId: "ORD-7" } });
    const query = { transactionId: made.transactionId, type: "deposit" };
    const { status, body } = await verify({ query });
    expect(status).toBe(200);
    expect(body.success).toBe(true);
    expect(Object.keys(body.data).sort()).toEqual([...RECORD].sort());
    expect(body.data).toMatchObject({
      id: made.transactionId,
      transactionId: made.transactionId,
      type: "deposit",
      clientId: api.merchants[0].clientId,
      status: "initiated",
      amount: 50,
      fee: null,
      netAmount: null,
      actualBalance: 0,
      platformFee: null,
      currencyType: "USDT-TRC20",
      network: "USDT-TRC20",
      walletAddress: made.walletAddress,
      invoiceNo: made.invoiceNo,
      referenceId: "ORD-7",
      payments: [],
      late: false,
      expiresAt: made.expiresAt,
    });
  });

  it("knows no other merchant's transactions, and nothing that is none", async () => {
    const { transactionId } = await createInvoice(api);
    const asOther = await verify({ merchant: other, query: { transactionId } });
    expectFailure(asOther, 404, "Transaction not found");
    for (const id of ["x", "0198c0de-0000-7000-8000-000000000000", "' or 1=1 --"]) {
      const answer = await verify({ query: { transactionId: id } });
      expectFailure(answer, 404, "Transaction not found");
    }
    const payout = { transactionId, type: "payout" };
    expectFailure(await verify({ query: payout }), 404, "Transaction not found");
  });

  it("refuses what it can't understand", async () => {
    expectFailure(await verify({}), 400, "Validation failed");
    const answer = await verify({ query: { transactionId: "x", type: "gift" } });
    expectFailure(answer, 400, "Validation failed");
    expect(answer.body.details).toEqual([
      { path: "type", message: "must be one of deposit, withdrawal, payout" },
    ]);
  });
});

describe("GET /public/transaction/list", () => {
  const list = (query: Record<string, string>, merchant: ApiMerchant = other) =>
    call(api, "GET", "/public/transaction/list", { query, merchant });

  it("pages newest first, by number and by cursor", async () => {
    const made: string[] = [];
    for (let i = 0; i < 5; i += 1) {
      made.unshift((await createInvoice(api, { merchant: other })).transactionId);
    }
    const first = (await list({ limit: "2" })).body.data;
    expect(Object.keys(first).sort()).toEqual(
      "docs,hasNextPage,hasPrevPage,limit,nextCursor,page,totalDocs,totalPages".split(","),
    );
    expect(first).toMatchObject({ limit: 2, page: 1, hasPrevPage: false, hasNextPage: true });
    expect(first.docs.map((doc: { id: string }) => doc.id)).toEqual(made.slice(0, 2));
    const byCursor = (await list({ limit: "2", cursor: first.nextCursor })).body.data;
    const byNumber = (await list({ limit: "2", page: "2" })).body.data;
    expect(byCursor.docs).toEqual(byNumber.docs);
    expect(byCursor.docs.map((doc: { id: string }) => doc.id)).toEqual(made.slice(2, 4));
  });

  it("filters", async () => {
    const referenceId = `ORD-${Date.now()}`;
    const query = { currencyType: "USDT-ERC20", amount: "7" };
    const made = await createInvoice(api, { merchant: other, query, body: { referenceId } });
    for (const search of [referenceId, made.transactionId, made.walletAddress, made.invoiceNo]) {
      const { data } = (await list({ search })).body;
      expect(data.docs.map((doc: { id: string }) => doc.id)).toEqual([made.transactionId]);
    }
    expect((await list({ search: referenceId }, api.merchants[0])).body.data.totalDocs).toBe(0);
    const count = async (more: Record<string, string>) =>
      (await list({ search: referenceId, ...more })).body.data.totalDocs;
    const today = new Date().toISOString().slice(0, 10);
    expect(await count({ type: "deposit", status: "initiated", currencyType: "USDT-ERC20" })).toBe(
      1,
    );
    expect(await count({ status: "expired" })).toBe(0);
    expect(await count({ status: "amount_confirmed" })).toBe(0);
    expect(await count({ currencyType: "USDT-TRC20" })).toBe(0);
    expect(await count({ fromDate: today, toDate: today })).toBe(1);
    expect(await count({ toDate: "2020-01-01" })).toBe(0);
    expect(await count({ type: "payout" })).toBe(0);
  });

  it("clamps the limit and refuses other oddities", async () => {
    expect((await list({ limit: "1000" })).body.data.limit).toBe(100);
    const odd = [
      { page: "0" },
      { page: "-1" },
      { page: "1.5" },
      { page: "x" },
      { limit: "0" },
      { limit: "20; drop" },
      { status: "paid" },
      { type: "gift" },
      { fromDate: "yesterday" },
      { toDate: "2026-02-30" },
      { cursor: "x" },
      { page: "999999999" },
    ];
    for (const query of odd) expectFailure(await list(query as never), 400, "Validation failed");
    const currency = await list({ currencyType: "BTC" });
    expectFailure(currency, 400, "currencyType must be USDT-TRC20 or USDT-ERC20");
  });
});

describe("POST /public/transaction/cancel", () => {
  const cancel = (body: unknown, ask: Ask = {}) =>
    call(api, "POST", "/public/transaction/cancel", { body, ...ask });

  it("cancels once", async () => {
    const { transactionId } = await createInvoice(api);
    const body = { transactionId, type: "deposit", remarks: "Customer requested" };
    const { status, body: answer } = await cancel(body);
    expect(status).toBe(200);
    expect(answer.data).toMatchObject({
      transactionId,
      status: "cancelled",
      remarks: "Customer requested",
      cancelledAt: expect.any(String),
    });
    const text = "Only deposits with status initiated can be cancelled";
    expectFailure(await cancel(body), 400, text);
  });

  it("takes effect once when it is asked for many times at once", async () => {
    const { transactionId } = await createInvoice(api);
    const body = { transactionId, type: "deposit" };
    const answers = await Promise.all(Array.from({ length: 10 }, () => cancel(body)));
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
    expect(answers.filter((answer) => answer.status === 400)).toHaveLength(9);
  });

  it("knows no other merchant's deposits and no other types", async () => {
    const { transactionId } = await createInvoice(api);
    const body = { transactionId, type: "deposit" };
    expectFailure(await cancel(body, { merchant: other }), 404, "Transaction not found");
    expectFailure(await cancel({ transactionId, type: "gift" }), 400, "Validation failed");
    expectFailure(await cancel({ transactionId }), 400, "Validation failed");
    expectFailure(await cancel({ type: "deposit" }), 400, "Validation failed");
    const text = "Only deposits with status initiated can be cancelled";
    expectFailure(await cancel({ transactionId, type: "payout" }), 400, text);
  });
});
