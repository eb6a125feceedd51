import { jobContext } from "@/lib/command";
import { getConfig, requireSetting } from "@/lib/config";
import { connect, type Database } from "@/lib/db";
import { formatAmount, silentLogger } from "@/lib/kit";
import { checkInvariants, LEDGER_INVARIANTS } from "@/lib/ledger";
import { reconcileNetwork, verifyAuditChains } from "@/lib/reports";
import { sandboxSettings } from "@/lib/sandbox";
import { createAdapters } from "@/lib/worker";
import { runCommand } from "./run-command";

/** Checks the books against their own rules and against both chains, and the audit log against its own; answers how many faults it found. */
async function reconcile(): Promise<number> {
  const config = sandboxSettings(getConfig());
  const db = connect({
    url: requireSetting(config.databaseWorkerUrl, "DATABASE_WORKER_URL"),
    name: "tillgate-reconcile",
    max: 4,
    statementTimeoutMs: 600_000,
  });
  try {
    let faults = (await reportInvariants(db)) + (await reportAudit(db));
    for (const adapter of createAdapters(config, silentLogger)) {
      const result = await reconcileNetwork(db, adapter);
      const good = result.differences.length === 0;
      console.log(
        `${good ? "✓" : "✗"} ${result.network}: ${result.addresses} addresses, books ${formatAmount(result.books)} USDT, chain ${formatAmount(result.chain)} USDT`,
      );
      for (const d of result.differences) {
        console.log(
          `    ${d.address}: books ${formatAmount(d.books)}, chain ${formatAmount(d.chain)}`,
        );
      }
      faults += result.differences.length;
    }
    console.log(faults === 0 ? "The books are true." : `${faults} difference(s) found.`);
    return faults;
  } finally {
    await db.close();
  }
}

async function reportInvariants(db: Database): Promise<number> {
  const breaches = await checkInvariants(db);
  const broken = new Map(breaches.map((breach) => [breach.invariant, breach]));
  for (const invariant of LEDGER_INVARIANTS) {
    const breach = broken.get(invariant.id);
    console.log(`${breach ? "✗" : "✓"} ${invariant.id}: ${invariant.rule}`);
    for (const row of breach?.rows ?? []) console.log(`    ${JSON.stringify(row, bigintText)}`);
  }
  return breaches.length;
}

/** The audit log against its chains: the first row of each that is not as it was sealed. */
async function reportAudit(db: Database): Promise<number> {
  const checks = await verifyAuditChains(jobContext(db, "reconcile", silentLogger));
  const broken = checks.filter(({ fault }) => fault !== null);
  const rows = checks.reduce((sum, check) => sum + check.rows, 0);
  console.log(`${broken.length === 0 ? "✓" : "✗"} audit log: ${rows} rows as they were sealed`);
  for (const { merchantId, fault } of broken) {
    const place = fault?.position == null ? "" : ` at ${fault.position}`;
    console.log(`    ${merchantId ?? "the house"}: ${fault?.auditId} is ${fault?.kind}${place}`);
  }
  return broken.length;
}

function bigintText(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? value.toString() : value;
}

runCommand(async () => ((await reconcile()) === 0 ? 0 : 1));
