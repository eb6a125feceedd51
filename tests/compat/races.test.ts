import { randomBytes } from "node:crypto";
import axios from "axios";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { type Address, createChainAdapter, formatAddress } from "@/lib/chains";
import { type NetworkId, silentLogger } from "@/lib/kit";
import { BASE, BOTH, KEY, openShop, payIn, type Shop, until } from "../support/peer";

// The races of money on its way out, by the whole product: what counts is what the chain says afterwards.

const NETWORK: NetworkId = "USDT-TRC20";
let shop: Shop;
beforeAll(async () => {
  shop = await openShop(inject("sandbox").merchant.webhookSecret);
  // The merchant has more than any user here may withdraw: fees on deposits are the merchant's.
  await userWith("race-bank", 500);
});
afterAll(() => shop.close());

function chain() {
  const { tron } = inject("sandbox");
  return createChainAdapter(NETWORK, {
    urls: [tron.apiUrl],
    token: tron.usdt,
    confirmations: 4,
    logger: silentLogger,
  });
}

const someone = () => randomBytes(20).toString("hex") as Address;

/** A user with that figure, on a merchant that has more. */
async function userWith(userId: string, amount: number): Promise<void> {
  const body = { userId, email: "race@example.com" };
  const { data } = await axios.post(`${BASE()}/public/wallet/generate`, body, { headers: KEY() });
  const wallets: { walletAddress: string; walletNetwork: string }[] = data.data.wallets;
  const wallet = wallets.find(({ walletNetwork }) => walletNetwork === NETWORK);
  await payIn(NETWORK, wallet?.walletAddress ?? "", amount);
  const balance = () => axios.get(`${BASE()}/public/wallet/balance/${userId}`, { headers: KEY() });
  await until(
    async () => (await balance()).data.data.totalBalance,
    (total) => total === amount,
  );
}

function order(userId: string, to: Address, path = "user/withdrawal/create", key?: string) {
  return axios.post(
    `${BASE()}/public/${path}`,
    { userId, walletAddress: formatAddress(NETWORK, to), amount: 10, currencyType: NETWORK },
    {
      headers: { ...BOTH(), ...(key ? { "Idempotency-Key": key } : {}) },
      validateStatus: () => true,
    },
  );
}

describe("withdrawals that race", () => {
  it("twenty at once on a balance for seven: exactly seven on chain", async () => {
    await userWith("race-seven", 70);
    const recipients = Array.from({ length: 20 }, someone);
    const answers = await Promise.all(recipients.map((to) => order("race-seven", to)));
    const good = answers.filter(({ status }) => status === 200);
    const short = answers.filter(({ data }) => data.message === "Insufficient user wallet balance");
    expect([good.length, short.length]).toEqual([7, 13]);
    expect(good.every(({ data }) => data.data.status === "completed")).toBe(true);
    const paid = await Promise.all(recipients.map((to) => chain().tokenBalance(to, "latest")));
    expect(paid.filter((units) => units === 8_000_000n)).toHaveLength(7);
    expect(paid.filter((units) => units === 0n)).toHaveLength(13);
  });

  it("one Idempotency-Key a hundred times at once: one transfer", async () => {
    await userWith("race-key", 100);
    const to = someone();
    const path = "user/withdrawal/create";
    const all = Array.from({ length: 100 }, () => order("race-key", to, path, "race-key-1"));
    const answers = await Promise.all(all);
    const ids = new Set(
      answers.filter(({ status }) => status === 200).map(({ data }) => data.data.withdrawalId),
    );
    expect(ids.size).toBe(1);
    expect(answers.every(({ status }) => [200, 202, 409].includes(status))).toBe(true);
    await until(
      () => chain().tokenBalance(to, "final"),
      (units) => units > 0n,
    );
    expect(await chain().tokenBalance(to, "latest")).toBe(8_000_000n);
  });

  it("approve against reject ten times: exactly one wins, on chain too", async () => {
    await userWith("race-judge", 100);
    for (let round = 0; round < 10; round += 1) {
      const to = someone();
      const asked = await order("race-judge", to, "withdrawal-request/create");
      const id = asked.data.data.withdrawalId;
      const judge = (verdict: string) =>
        axios.post(
          `${BASE()}/public/withdrawal-requests/${id}/${verdict}`,
          {},
          { headers: BOTH(), validateStatus: () => true },
        );
      const [approved, rejected] = await Promise.all([judge("approve"), judge("reject")]);
      expect([approved.status, rejected.status].sort()).toEqual([200, 400]);
      const paid = await chain().tokenBalance(to, "latest");
      expect(paid).toBe(approved.status === 200 ? 8_000_000n : 0n);
    }
  });
});
