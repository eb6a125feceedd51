import postgres from "postgres";
import { NETWORK_IDS } from "@/lib/kit";
import { payEthereum, payTron } from "../support/payer";
import type { RunningSandbox } from "../support/whole-sandbox";
import { callUntilAnswered } from "./calls";
import { CRASH_USER } from "./withdrawal-story";

const TOP_UP = 5_000_000_000n;
const PATIENCE_MS = 60_000;

/** Gives the merchant a balance on both networks and its user a figure, before anything is killed. */
export async function provide(sandbox: RunningSandbox): Promise<{ merchantId: string }> {
  const sql = postgres(sandbox.ownerUrl, { max: 1, onnotice: () => undefined });
  try {
    const [merchant] = await sql<{ id: string }[]>`
      select id from merchants where client_id = ${sandbox.facts.merchant.clientId}`;
    if (!merchant) throw new Error("the sandbox has no merchant");
    await topUp(sandbox, sql, merchant.id);
    await giveFigures(sandbox);
    return { merchantId: merchant.id };
  } finally {
    await sql.end({ timeout: 5 });
  }
}

async function topUp(
  sandbox: RunningSandbox,
  sql: postgres.Sql,
  merchantId: string,
): Promise<void> {
  for (const network of NETWORK_IDS) {
    const [wallet] = await sql<{ display: string }[]>`
      select display from addresses
      where merchant_id = ${merchantId} and network = ${network} and purpose = 'merchant'`;
    if (!wallet) throw new Error(`no wallet on ${network}`);
    const pay = network === "USDT-ERC20" ? payEthereum : payTron;
    await pay(sandbox.facts, wallet.display, TOP_UP);
  }
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const rows = await sql`
      select 1 from deposits where merchant_id = ${merchantId} and kind = 'top_up' and status = 'confirmed'`;
    if (rows.length >= NETWORK_IDS.length) return;
    if (Date.now() > end) throw new Error("the top-ups were not credited");
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function giveFigures(sandbox: RunningSandbox): Promise<void> {
  const { answer } = await callUntilAnswered(sandbox, "/public/wallet/generate", {
    key: "crash-wallets",
    body: { userId: CRASH_USER, email: "crash@example.test" },
  });
  const { wallets } = answer.data as { wallets: { walletAddress: string }[] };
  for (const { walletAddress } of wallets) {
    await callUntilAnswered(sandbox, "/public/wallet/updateBalance", {
      key: `crash-figure-${walletAddress}`,
      body: { userId: CRASH_USER, walletAddress, amount: 5000, transactionHash: "crash-figure" },
    });
  }
}
