import { randomBytes } from "node:crypto";
import { formatAddress } from "@/lib/chains/spelling";
import type { NetworkId } from "@/lib/kit";
import { call, type DemoFacts, expect, type Json, type Receiver, say } from "./demo-story";

const WEBHOOK_MS = 60_000;

export interface DemoUser {
  readonly userId: string;
  readonly addresses: ReadonlyMap<NetworkId, string>;
}

/** A platform's user gets two lasting addresses and pays into one of them. */
export async function playWalletDeposit(
  facts: DemoFacts,
  receiver: Receiver,
  network: NetworkId,
): Promise<DemoUser> {
  console.log(`\n▸ A user's lasting addresses, and a deposit of 100 USDT on ${network}`);
  const userId = `demo-${Date.now()}`;
  const { data } = await call(facts, "POST", "/public/wallet/generate", {
    userId,
    email: "alice@example.com",
    firstName: "Alice",
    callbackUrl: receiver.url,
  });
  const wallets = (data as { wallets: { walletAddress: string; walletNetwork: NetworkId }[] })
    .wallets;
  const addresses = new Map(wallets.map((w) => [w.walletNetwork, w.walletAddress]));
  for (const [on, address] of addresses) say(`${on} ${address}`);
  await call(facts, "POST", "/sandbox/pay", {
    walletAddress: addresses.get(network),
    amount: 100,
    currencyType: network,
  });
  const told = await receiver.waitForAny(
    (event) => event.userId === userId && event.status === "confirmed",
    WEBHOOK_MS,
  );
  say(`webhook confirmed: ${told.data.actualBalance} USDT, fee ${told.data.platformFee}`);
  const balance = (await call(facts, "GET", `/public/wallet/balance/${userId}`)).data as Json;
  expect(balance.totalBalance === 100, `the user's balance is ${balance.totalBalance}`);
  say(`the user's balance: ${balance.totalBalance} USDT`);
  return { userId, addresses };
}

/** The user withdraws at once: the call answers when the chain has taken it. */
export async function playWithdrawal(
  facts: DemoFacts,
  receiver: Receiver,
  user: DemoUser,
  network: NetworkId,
): Promise<void> {
  console.log(`\n▸ A withdrawal of 50 USDT on ${network}, at once`);
  const began = Date.now();
  const { data } = await call(
    facts,
    "POST",
    "/public/user/withdrawal/create",
    orderOf(user, network, 50, receiver),
  );
  const answer = data as Json;
  expect(answer.status === "completed", `it is ${answer.status}`);
  say(`completed in ${Math.round((Date.now() - began) / 100) / 10} s: ${answer.transactionHash}`);
  say(`amount ${answer.amount}, fee ${answer.fee}, net ${answer.netAmount}`);
  await receiver.waitFor(String(answer.withdrawalId), "completed", WEBHOOK_MS);
  say("webhook completed: signature good");
}

/** The user's requests wait for the merchant: one is approved, one is turned down. */
export async function playRequests(
  facts: DemoFacts,
  receiver: Receiver,
  user: DemoUser,
  network: NetworkId,
): Promise<void> {
  console.log(`\n▸ Withdrawal requests on ${network}: one approved, one rejected`);
  const ask = async () => {
    const order = orderOf(user, network, 10, receiver);
    const answer = (await call(facts, "POST", "/public/withdrawal-request/create", order))
      .data as Json;
    expect(answer.status === "pending", `it is ${answer.status}`);
    const id = String(answer.withdrawalId);
    await receiver.waitFor(id, "pending", WEBHOOK_MS);
    say(`request ${id}: pending, webhook received`);
    return id;
  };
  const [good, bad] = [await ask(), await ask()];
  const approved = (await call(facts, "POST", `/public/withdrawal-requests/${good}/approve`, {}))
    .data as Json;
  expect(approved.status === "completed", `it is ${approved.status}`);
  await receiver.waitFor(good, "completed", WEBHOOK_MS);
  say(`approved, completed: ${approved.transactionHash}`);
  await call(facts, "POST", `/public/withdrawal-requests/${bad}/reject`, { remarks: "demo" });
  await receiver.waitFor(bad, "rejected", WEBHOOK_MS);
  say("rejected: the amounts are back");
}

function orderOf(user: DemoUser, network: NetworkId, amount: number, receiver: Receiver): Json {
  return {
    userId: user.userId,
    walletAddress: someoneElse(network),
    amount,
    currencyType: network,
    callbackUrl: receiver.url,
  };
}

/** An address that is nobody's of ours. */
export function someoneElse(network: NetworkId): string {
  return formatAddress(
    network,
    randomBytes(20).toString("hex") as Parameters<typeof formatAddress>[1],
  );
}
