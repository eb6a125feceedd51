import { randomUUID } from "node:crypto";
import { expect } from "@playwright/test";
import { sandboxFacts } from "./sandbox";

/** On which the users of these specs are paid and pay out. */
export const NETWORK = "USDT-TRC20";
export const SOMEWHERE = "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8";
export const BUSY_MS = 150_000;

/** What the platform's own server asks of the gateway. Throws what is refused. */
export async function call(path: string, body: object) {
  const { origin, merchant } = sandboxFacts();
  const response = await fetch(`${origin}/api/v1${path}`, {
    method: "POST",
    headers: {
      apikey: merchant.apiKey,
      "x-api-secret": merchant.apiSecret,
      "content-type": "application/json",
    },
    body: JSON.stringify(body),
  });
  const answer = await response.json();
  if (!answer.success) throw new Error(`${path}: ${answer.message}`);
  return answer.data;
}

/** A user of the platform to whom so much USDT is on its way; answers the user's id. */
export async function payingUser(amount: number): Promise<string> {
  const userId = `money-${randomUUID().slice(0, 8)}`;
  const email = `${userId}@example.com`;
  const { wallets } = await call("/public/wallet/generate", { userId, email });
  const addresses = wallets.map((one: { walletAddress: string }) => one.walletAddress);
  const walletAddress = addresses.find((address: string) => address.startsWith("T"));
  await call("/sandbox/pay", { walletAddress, amount, currencyType: NETWORK });
  return userId;
}

/**
 * A user's request that waits, as soon as the user's deposit is final. One that was paid at once, because another spec
 * tries that setting at this moment, is asked for again.
 */
export async function askFor(userId: string, amount: number): Promise<string> {
  let id = "";
  const wanted = { userId, walletAddress: SOMEWHERE, amount, currencyType: NETWORK };
  const create = () =>
    call("/public/withdrawal-request/create", wanted).then(
      (made) => {
        id = made.withdrawalId;
        return made.status === "pending" || made.status;
      },
      (error: Error) => error.message,
    );
  await expect.poll(create, { timeout: BUSY_MS }).toBe(true);
  return id;
}
