import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { getConfig } from "@/lib/config";
import { NETWORKS, type Network } from "@/lib/kit";
import { playRequests, playWalletDeposit, playWithdrawal } from "./demo-out";
import { playPayout } from "./demo-payout";
import {
  call,
  type DemoFacts,
  expect,
  type Json,
  type Receiver,
  say,
  startReceiver,
} from "./demo-story";
import { runCommand } from "./run-command";

const PAY_TIMEOUT_MS = 120_000;
const AMOUNT = 50;

function readFacts(): DemoFacts {
  const file = path.join(getConfig().dataDir, "sandbox.json");
  if (!existsSync(file)) throw new Error("No sandbox is running here: run npm start first.");
  return JSON.parse(readFileSync(file, "utf8")) as DemoFacts;
}

/** One payment on one network, from the invoice to the books, each step with its figures. */
async function playPayment(facts: DemoFacts, receiver: Receiver, network: Network): Promise<void> {
  const began = Date.now();
  const seconds = () => `${Math.round((Date.now() - began) / 100) / 10} s`;
  console.log(`\n▸ A payment of ${AMOUNT} USDT on ${network.chainName} (${network.standard})`);
  const invoice = await call(
    facts,
    "POST",
    `/transaction/create?currencyType=${network.id}&amount=${AMOUNT}&webhookUrl=${encodeURIComponent(receiver.url)}`,
    { referenceId: `DEMO-${Date.now()}`, description: "Demo order" },
  );
  const id = String(invoice.transactionId);
  say(`invoice ${invoice.invoiceNo}: ${invoice.url}`);
  say(`address ${invoice.walletAddress}`);
  const paid = await call(facts, "POST", "/sandbox/pay", {
    walletAddress: invoice.walletAddress,
    amount: AMOUNT,
    currencyType: network.id,
  });
  say(`paid from the faucet: ${(paid.data as Json).transactionHash} (${seconds()})`);
  let last = "";
  const record = await pollUntil(facts, id, (now) => {
    const text = `${now.status}, ${now.confirmations ?? 0} confirmation(s)`;
    if (text !== last) say(`${text} (${seconds()})`);
    last = text;
    return now.status === "confirmed" || now.status === "failed";
  });
  expect(record.status === "confirmed", `the invoice ended as ${record.status}`);
  expect(record.actualBalance === AMOUNT, `received ${record.actualBalance}`);
  say(
    `received ${record.actualBalance}, fee ${record.platformFee} (paid by ${record.feePayer}), swept and credited`,
  );
  const webhook = await receiver.waitFor(id, "confirmed", 30_000);
  expect(webhook.data.actualBalance === AMOUNT, "the webhook tells another sum");
  say(`webhook confirmed: signature good, attempt ${webhook.attempt} (${seconds()})`);
}

async function pollUntil(
  facts: DemoFacts,
  id: string,
  done: (record: Json) => boolean,
): Promise<Json> {
  const end = Date.now() + PAY_TIMEOUT_MS;
  while (Date.now() < end) {
    const answer = await call(facts, "GET", `/public/transaction/verify?transactionId=${id}`);
    const record = answer.data as Json;
    if (done(record)) return record;
    await new Promise((resolve) => setTimeout(resolve, 1_500));
  }
  throw new Error(`transaction ${id} was not confirmed within ${PAY_TIMEOUT_MS / 1000} s`);
}

/** An invoice that nobody pays is cancelled and says so. */
async function playCancel(facts: DemoFacts): Promise<void> {
  console.log("\n▸ An invoice that is cancelled");
  const invoice = await call(
    facts,
    "POST",
    "/transaction/create?currencyType=USDT-ERC20&amount=12.5",
  );
  const answer = await call(facts, "POST", "/public/transaction/cancel", {
    transactionId: String(invoice.transactionId),
    type: "deposit",
    remarks: "demo",
  });
  expect((answer.data as Json).status === "cancelled", "it was not cancelled");
  say(`${invoice.invoiceNo} is cancelled`);
}

runCommand(async () => {
  const facts = readFacts();
  const receiver = await startReceiver(facts.merchant.webhookSecret);
  try {
    console.log(`Tillgate at ${facts.origin}, as ${facts.merchant.name}`);
    for (const network of NETWORKS) await playPayment(facts, receiver, network);
    await playCancel(facts);
    for (const { id } of NETWORKS) {
      const user = await playWalletDeposit(facts, receiver, id);
      await playWithdrawal(facts, receiver, user, id);
      await playRequests(facts, receiver, user, id);
      await playPayout(facts, receiver, id);
    }
    console.log("\nAll steps passed. The books: npm run reconcile");
    return 0;
  } finally {
    receiver.close();
  }
});
