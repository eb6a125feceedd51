import axios from "axios";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { BASE, BOTH, KEY, openShop, payIn, refusal, type Shop, until } from "../support/peer";

// Seed 003, "Pay-Outs & Withdrawals". Its sample address fails its own checksum; these are valid.
const TRON = "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8";
const ETHEREUM = "0x8ba1f109551bD432803012645Ac136ddd64DBA72";

let shop: Shop;
const userId = "user-withdraws";

beforeAll(async () => {
  shop = await openShop(inject("sandbox").merchant.webhookSecret);
  const body = { userId, email: "bob@example.com" };
  const { data } = await axios.post(`${BASE()}/public/wallet/generate`, body, { headers: KEY() });
  for (const { walletAddress, walletNetwork } of data.data.wallets) {
    await payIn(walletNetwork, walletAddress, 500);
  }
  const balance = () => axios.get(`${BASE()}/public/wallet/balance/${userId}`, { headers: KEY() });
  await until(
    async () => (await balance()).data.data.totalBalance,
    (total) => total === 1000,
  );
});
afterAll(() => shop.close());

const create = (over: object = {}, path = "user/withdrawal/create") =>
  axios.post(
    `${BASE()}/public/${path}`,
    {
      userId,
      walletAddress: TRON,
      amount: 50,
      currencyType: "USDT-TRC20",
      callbackUrl: shop.url,
      ...over,
    },
    { headers: BOTH() },
  );
const request = () => create({}, "withdrawal-request/create");
const judge = (id: string, verdict: "approve" | "reject") =>
  axios.post(`${BASE()}/public/withdrawal-requests/${id}/${verdict}`, {}, { headers: BOTH() });

describe("seed 003: withdrawals", () => {
  it.each([
    ["USDT-TRC20", TRON, 2],
    ["USDT-ERC20", ETHEREUM, 2.5],
  ])(
    "%s: executed at once, with its hash, its fee and one webhook",
    async (currencyType, walletAddress, fee) => {
      const response = await create({ currencyType, walletAddress });
      expect(response.status).toBe(200);
      expect(response.data.data).toMatchObject({
        status: "completed",
        transactionHash: expect.stringMatching(/^(0x)?[0-9a-f]{64}$/),
        fee,
        netAmount: 50 - fee,
      });
      const { withdrawalId } = response.data.data;
      const told = await shop.told(withdrawalId, "completed");
      expect(told.data).toMatchObject({
        type: "withdrawal",
        status: "completed",
        amount: 50,
        fee,
        netAmount: 50 - fee,
        blockchainTxHash: response.data.data.transactionHash,
        walletAddress,
      });
      expect(shop.received.filter(({ data }) => data.transactionId === withdrawalId)).toHaveLength(
        1,
      );
      const payout = await axios.get(`${BASE()}/public/payout/get`, {
        params: { id: withdrawalId },
        headers: KEY(),
      });
      expect(payout.data.data).toMatchObject({ id: withdrawalId, status: "completed" });
    },
  );

  it("wait for approval, are listed, approved and told twice", async () => {
    const { data } = await request();
    const id = data.data.withdrawalId;
    expect(data.data.status).toBe("pending");
    await shop.told(id, "pending");
    const list = await axios.get(`${BASE()}/public/withdrawal-requests`, {
      params: { status: "pending", page: 1, limit: 20 },
      headers: KEY(),
    });
    const ids = list.data.data.docs.map((doc: { withdrawalId: string }) => doc.withdrawalId);
    expect(ids).toContain(id);
    const approved = await judge(id, "approve");
    expect(approved.data.data).toMatchObject({
      status: "completed",
      transactionHash: expect.any(String),
    });
    await shop.told(id, "completed");
    const told = shop.received.filter((one) => one.data.transactionId === id);
    expect(told.map((one) => one.data.status)).toEqual(["pending", "completed"]);
    const again = await refusal(judge(id, "approve"));
    expect([again.status, again.data.message]).toEqual([
      400,
      "Only pending withdrawals can be approved",
    ]);
  });

  it("are rejected, and give back what they held", async () => {
    const merchant = async () =>
      (await axios.get(`${BASE()}/getMerchantDetails`, { headers: KEY() })).data.data;
    // What earlier tests paid out is held until its block is final.
    const before = await until(merchant, ({ pendingAmt }) => pendingAmt === 0);
    const { data } = await request();
    const id = data.data.withdrawalId;
    expect((await merchant()).pendingAmt).toBeCloseTo(before.pendingAmt + 50, 6);
    const rejected = await judge(id, "reject");
    expect(rejected.data.data.status).toBe("rejected");
    await shop.told(id, "rejected");
    const after = await merchant();
    expect([after.totalAmt, after.pendingAmt]).toEqual([before.totalAmt, before.pendingAmt]);
  });

  it("are approved at once below the merchant's limit: one webhook", async () => {
    const settings = (autoWithdraw: boolean) =>
      axios.post(`${BASE()}/sandbox/settings`, { autoWithdraw }, { headers: BOTH() });
    await settings(true);
    const { data } = await request();
    await settings(false);
    expect(data.data.status).toBe("completed");
    await shop.told(data.data.withdrawalId, "completed");
    const told = shop.received.filter((one) => one.data.transactionId === data.data.withdrawalId);
    expect(told).toHaveLength(1);
  });

  it("refuse with the table's codes and texts", async () => {
    const cases: readonly (readonly [object, string])[] = [
      [{ amount: 499_999 }, "Insufficient user wallet balance"],
      [{ amount: 0.09 }, "Minimum withdrawal amount is greater than 0.1 USDT"],
      [{ walletAddress: "TN7oGaKhMfSfAwnVUiPNaEiGgRbRQGrain" }, "Invalid wallet address format"],
      [{ walletAddress: ETHEREUM }, "Invalid wallet address format"],
    ];
    for (const [over, message] of cases) {
      const answer = await refusal(create(over));
      expect([answer.status, answer.data.message]).toEqual([400, message]);
    }
    for (const verdict of ["approve", "reject"]) {
      const answer = await refusal(
        axios.post(`${BASE()}/public/withdrawal-requests/x/${verdict}`, {}, { headers: KEY() }),
      );
      expect([answer.status, answer.data.message]).toEqual([
        401,
        "x-api-secret header is required",
      ]);
    }
    const payout = await refusal(axios.post(`${BASE()}/payout/create`, {}, { headers: KEY() }));
    expect(payout.status).toBe(403);
  });

  it("refuse what the user has and the merchant has not", async () => {
    const body = { userId: "user-rich", email: "rich@example.com" };
    const { data } = await axios.post(`${BASE()}/public/wallet/generate`, body, {
      headers: KEY(),
    });
    const credit = {
      userId: body.userId,
      walletAddress: data.data.wallets[1].walletAddress,
      amount: 5_000_000,
      transactionHash: "correction-rich",
    };
    await axios.post(`${BASE()}/public/wallet/updateBalance`, credit, { headers: BOTH() });
    const answer = await refusal(create({ userId: body.userId, amount: 4_000_000 }));
    expect([answer.status, answer.data.message]).toEqual([400, "Insufficient merchant balance"]);
  });
});
