import axios from "axios";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { BASE, KEY, openShop, payIn, refusal, type Shop, until } from "../support/peer";

// Seed 002, "Wallet Payments (Per-User Wallets)".

let shop: Shop;
beforeAll(async () => {
  shop = await openShop(inject("sandbox").merchant.webhookSecret);
});
afterAll(() => shop.close());

const userId = "user-12345";
const generate = (more: object = {}) =>
  axios.post(
    `${BASE()}/public/wallet/generate`,
    { userId, email: "alice@example.com", firstName: "Alice", ...more },
    { headers: KEY() },
  );
const read = (path: string, params: object = {}) =>
  axios.get(`${BASE()}/public/${path}`, { params, headers: KEY() });
const balance = () => read(`wallet/balance/${userId}`);

describe("seed 002: a user's wallets", () => {
  it("are two, ERC20 first, and the same at every call", async () => {
    const response = await generate({ callbackUrl: shop.url });
    expect(response.data.data.wallets).toEqual([
      { walletAddress: expect.stringMatching(/^0x[0-9a-fA-F]{40}$/), walletNetwork: "USDT-ERC20" },
      { walletAddress: expect.stringMatching(/^T[1-9A-Za-z]{33}$/), walletNetwork: "USDT-TRC20" },
    ]);
    const again = await generate({ lastName: "Miller", phone: "+43 1 234567" });
    expect(again.data.data.wallets).toEqual(response.data.data.wallets);
    const view = await read(`wallet/view/${userId}`);
    expect(view.data.data).toMatchObject({
      userId,
      email: "alice@example.com",
      firstName: "Alice",
      lastName: "Miller",
      phone: "+43 1 234567",
      isActive: true,
      wallets: response.data.data.wallets,
    });
  });

  it.each(["USDT-TRC20", "USDT-ERC20"])(
    "%s: a deposit is found, told and in the balance",
    async (walletNetwork) => {
      const { data } = await generate({ callbackUrl: shop.url });
      const wallet = data.data.wallets.find(
        (one: { walletNetwork: string }) => one.walletNetwork === walletNetwork,
      );
      const before = (await balance()).data.data;
      await payIn(walletNetwork, wallet.walletAddress, 250);
      const after = await until(
        async () => (await balance()).data.data,
        ({ totalBalance }) => totalBalance !== before.totalBalance,
      );
      expect(after.totalBalance).toBe(before.totalBalance + 250);
      const own = after.wallets.find(
        (one: { walletAddress: string }) => one.walletAddress === wallet.walletAddress,
      );
      expect(own).toMatchObject({
        balance: 250,
        totalDeposits: 1,
        totalDepositAmount: 250,
        lastDepositAmount: 250,
        lastDepositAt: expect.any(String),
      });
      const list = await read("user/transaction/list", {
        userId,
        type: "deposit",
        page: 1,
        limit: 20,
      });
      const [record] = list.data.data.docs;
      expect(record).toMatchObject({
        type: "deposit",
        status: "confirmed",
        userId,
        walletAddress: wallet.walletAddress,
        amount: 250,
      });
      const told = await shop.told(record.transactionId, "confirmed");
      expect(told.data).toMatchObject({
        type: "deposit",
        status: "confirmed",
        walletAddress: wallet.walletAddress,
        userId,
      });
    },
  );

  it("are adjusted by hand, once per hash", async () => {
    const { data } = await generate();
    const [{ walletAddress }] = data.data.wallets;
    const before = (await balance()).data.data.totalBalance;
    const update = (amount: unknown) =>
      axios.post(
        `${BASE()}/public/wallet/updateBalance`,
        { userId, walletAddress, amount, transactionHash: "correction-1" },
        { headers: KEY() },
      );
    expect((await update(25)).data.data.totalBalance).toBe(before + 25);
    expect((await update(25)).data.data.totalBalance).toBe(before + 25);
    const wrong = await refusal(update(-1));
    expect([wrong.status, wrong.data.message]).toEqual([
      400,
      "Amount must be a valid positive number",
    ]);
  });

  it("refuse with the table's codes and texts", async () => {
    const missing = await refusal(
      axios.post(`${BASE()}/public/wallet/generate`, { userId }, { headers: KEY() }),
    );
    expect([missing.status, missing.data.message]).toEqual([400, "userId and email are required"]);
    for (const path of ["wallet/view/nobody", "wallet/balance/nobody"]) {
      const unknown = await refusal(read(path));
      expect([unknown.status, unknown.data.message]).toEqual([
        404,
        "Wallet not found for the specified userId",
      ]);
    }
  });
});
