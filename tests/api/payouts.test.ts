import { describe, expect, inject, it } from "vitest";
import { newId } from "@/lib/kit";
import { type Ask, call, expectFailure } from "../support/api-client";
import { CREATE, REQUEST, setUpApiTill } from "../support/api-till";

const limited = inject("limitedApi");
const till = setUpApiTill();
const { post, pendingRequest } = till;

describe("payouts", () => {
  it("GET /public/payout/get answers any withdrawal, and nobody else's", async () => {
    const { withdrawalId } = await pendingRequest();
    const get = (id: string, ask: Ask = {}) =>
      call(till.api, "GET", "/public/payout/get", { query: { id }, ...ask });
    const { status, body } = await get(withdrawalId);
    expect(status).toBe(200);
    expect(body.data).toMatchObject({ id: withdrawalId, type: "withdrawal", status: "pending" });
    const [, merchant] = till.api.merchants;
    expectFailure(await get(withdrawalId, { merchant }), 404, "Payout not found");
    for (const id of [newId(), "x"]) expectFailure(await get(id), 404, "Payout not found");
    expectFailure(await call(till.api, "GET", "/public/payout/get"), 400, "Validation failed");
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
    const get = async () => (await call(till.api, "GET", "/getMerchantDetails")).body.data;
    const before = await get();
    await pendingRequest();
    const after = await get();
    const { clientId, name } = till.api.merchants[0];
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
