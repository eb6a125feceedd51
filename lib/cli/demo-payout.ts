import type { Context } from "@/lib/command";
import { getConfig, requireSetting } from "@/lib/config";
import { connect, merchants } from "@/lib/db";
import { type NetworkId, newId, present, silentLogger, units } from "@/lib/kit";
import { createPayout } from "@/lib/payouts";
import { sandboxSettings } from "@/lib/sandbox";
import { someoneElse } from "./demo-out";
import { type DemoFacts, type Receiver, say } from "./demo-story";

/**
 * The merchant's own payout. No API key may make one: this calls the verb that the dashboard calls behind its
 * one-time code, with the rights of whoever runs the gateway.
 */
export async function playPayout(
  facts: DemoFacts,
  receiver: Receiver,
  network: NetworkId,
): Promise<void> {
  console.log(`\n▸ A payout of 20 USDT by the merchant on ${network}`);
  const config = sandboxSettings(getConfig());
  const db = connect({
    url: requireSetting(config.databaseWorkerUrl, "DATABASE_WORKER_URL"),
    name: "tillgate-demo",
    max: 1,
  });
  try {
    const rows = await db.orm
      .select({ id: merchants.id, clientId: merchants.clientId })
      .from(merchants);
    const merchant = present(
      rows.find((row) => row.clientId === facts.merchant.clientId),
      "the demo's merchant",
    );
    const ctx: Context = {
      db,
      merchantId: merchant.id,
      actor: { kind: "operator", id: "demo" },
      permissions: new Set(["payouts:create"]),
      requestId: `demo_${newId()}`,
      log: silentLogger,
      now: () => new Date(),
    };
    const payout = await createPayout(
      ctx,
      {
        network,
        walletAddress: someoneElse(network),
        amount: units(20_000_000n),
        description: "Demo payout",
        callbackUrl: receiver.url,
      },
      config,
    );
    const told = await receiver.waitFor(payout.id, "completed", 60_000);
    say(`webhook completed: ${told.data.netAmount} USDT in ${told.data.blockchainTxHash}`);
  } finally {
    await db.close();
  }
}
