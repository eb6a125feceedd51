import axios from "axios";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { BASE, BOTH, KEY, openShop, payIn, refusal, type Shop } from "../support/peer";

// Seed 001, "Invoice Payments (Accepting Payments)": the calls as they are written there.

let shop: Shop;
beforeAll(async () => {
  shop = await openShop(inject("sandbox").merchant.webhookSecret);
  const body = { webhookUrl: shop.url };
  await axios.post(`${BASE()}/webhook/url`, body, { headers: BOTH() });
});
afterAll(async () => {
  await axios.post(`${BASE()}/webhook/url`, { webhookUrl: null }, { headers: BOTH() });
  shop.close();
});

const create = (params: object = {}) =>
  axios.post(
    `${BASE()}/transaction/create`,
    { email: "customer@example.com", referenceId: "ORD-1234" },
    {
      params: { currencyType: "USDT-TRC20", amount: 50, timer: 15, ...params },
      headers: KEY(),
    },
  );
const verify = (transactionId: string) =>
  axios.get(`${BASE()}/public/transaction/verify`, {
    params: { transactionId, type: "deposit" },
    headers: KEY(),
  });

describe("seed 001: invoices", () => {
  it("are created with url, transactionId and invoiceNo at the top level", async () => {
    const response = await create();
    expect(response.data.success).toBe(true);
    expect(response.data.url).toMatch(/^http:\/\/[^/]+\/s\/[0-9A-Za-z]+$/);
    expect(response.data.transactionId).toEqual(expect.any(String));
    expect(response.data.invoiceNo).toMatch(/^INV-\d+-\d{4,}$/);
    const page = await axios.get(response.data.url);
    expect(page.data).toContain("Send exactly 50 USDT");
    const { data } = await verify(response.data.transactionId);
    expect(data.data.status).toBe("initiated");
  });

  it.each(["USDT-TRC20", "USDT-ERC20"])("%s: paid, confirmed and told", async (currencyType) => {
    const response = await create({ currencyType });
    const { transactionId, walletAddress } = response.data;
    await payIn(currencyType, walletAddress, 50);
    const { headers, success, message, data } = await shop.told(transactionId, "confirmed");
    expect({ success, message }).toEqual({ success: true, message: "Transaction status update" });
    expect(data).toMatchObject({
      type: "deposit",
      status: "confirmed",
      transactionId,
      amount: 50,
      actualBalance: 50,
      currencyType,
      walletAddress,
      referenceId: "ORD-1234",
      blockchainTxHash: expect.any(String),
    });
    expect(headers["content-type"]).toBe("application/json");
    const verified = await verify(transactionId);
    expect(verified.data.data.status).toBe("confirmed");
  });

  it("fail when their time is up, and say so", async () => {
    const { data } = await create({ timer: 0.1 });
    const told = await shop.told(data.transactionId, "failed");
    expect(told.data).toMatchObject({ type: "deposit", status: "failed" });
  });

  it("are cancelled while they are initiated, and only then", async () => {
    const { data } = await create();
    const body = {
      transactionId: data.transactionId,
      type: "deposit",
      remarks: "Customer requested",
    };
    const cancel = () =>
      axios.post(`${BASE()}/public/transaction/cancel`, body, { headers: KEY() });
    const cancelled = await cancel();
    expect(cancelled.data.data.status).toBe("cancelled");
    const again = await refusal(cancel());
    expect([again.status, again.data.message]).toEqual([
      400,
      "Only deposits with status initiated can be cancelled",
    ]);
  });

  it("are listed by type and status, and found by search", async () => {
    const { data } = await create();
    const list = (params: object) =>
      axios.get(`${BASE()}/public/transaction/list`, { params, headers: KEY() });
    const confirmed = await list({ type: "deposit", status: "confirmed", page: 1, limit: 20 });
    expect(confirmed.data.data).toMatchObject({ page: 1, limit: 20 });
    for (const { status, type } of confirmed.data.data.docs) {
      expect([type, status]).toEqual(["deposit", "confirmed"]);
    }
    for (const search of [data.transactionId, data.walletAddress, data.invoiceNo]) {
      const found = await list({ search });
      const ids = found.data.data.docs.map((doc: { id: string }) => doc.id);
      expect(ids).toEqual([data.transactionId]);
    }
    expect((await list({ limit: 100 })).data.data.limit).toBe(100);
  });

  it("refuse with the table's codes and texts", async () => {
    const none = await refusal(axios.post(`${BASE()}/transaction/create`));
    expect([none.status, none.data.message]).toEqual([401, "API key required"]);
    const unknown = await refusal(verify("a1b2c3d4"));
    expect([unknown.status, unknown.data.message]).toEqual([404, "Transaction not found"]);
  });
});
