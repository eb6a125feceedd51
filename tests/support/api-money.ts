import { roleUrl } from "@/lib/config";
import { connect } from "@/lib/db";
import { type NetworkId, units } from "@/lib/kit";
import { call } from "./api-client";
import { PASSWORDS } from "./api-process";
import type { ApiMerchant, ApiServer } from "./api-world";
import { addMoney } from "./till";

/** Puts money on a merchant's own wallet, as the worker books it; in whole USDT. */
export async function fundMerchant(
  api: ApiServer,
  merchant: ApiMerchant,
  whole: number,
  network: NetworkId = "USDT-TRC20",
): Promise<void> {
  const url = roleUrl(api.ownerUrl, "tillgate_worker", PASSWORDS.workerPassword);
  const worker = connect({ url, name: "api-money", max: 1 });
  try {
    await addMoney(worker, merchant.merchantId, units(BigInt(whole) * 1_000_000n), network);
  } finally {
    await worker.close();
  }
}

/** A user of a merchant's with a figure to spend. Answers the TRC20 wallet. */
export async function makeUser(
  api: ApiServer,
  merchant: ApiMerchant,
  userId: string,
  amount = 500,
): Promise<string> {
  const body = { userId, email: "alice@example.com" };
  const made = await call(api, "POST", "/public/wallet/generate", { merchant, body });
  const { walletAddress } = made.body.data.wallets[1];
  const credit = { userId, walletAddress, amount, transactionHash: `figure of ${userId}` };
  await call(api, "POST", "/public/wallet/updateBalance", { merchant, body: credit });
  return walletAddress;
}
