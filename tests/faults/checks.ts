import postgres from "postgres";
import { createChainAdapter } from "@/lib/chains";
import { connect } from "@/lib/db";
import { silentLogger } from "@/lib/kit";
import { checkInvariants } from "@/lib/ledger";
import { reconcileNetwork } from "@/lib/reports";
import type { RunningSandbox } from "../support/whole-sandbox";

/** What must hold after every seed, however often something was killed. Answers the faults in words. */
export async function findFaults(
  sandbox: RunningSandbox,
  invoiceIds: readonly string[],
  told: ReadonlyMap<string, ReadonlySet<string>>,
): Promise<readonly string[]> {
  const faults: string[] = [];
  const sql = postgres(sandbox.ownerUrl, { max: 1, onnotice: () => undefined });
  try {
    for (const id of invoiceIds) faults.push(...(await invoiceFaults(sql, id)));
    for (const id of invoiceIds) {
      const events = told.get(id)?.size ?? 0;
      if (events !== 1) faults.push(`invoice ${id} was told by ${events} different events`);
    }
    const doubled = await sql`
      select purpose, cause_id from signing_requests where state = 'final' group by 1, 2 having count(*) > 1`;
    for (const row of doubled) faults.push(`${row.purpose} of ${row.cause_id} was sent twice`);
  } finally {
    await sql.end({ timeout: 5 });
  }
  return [...faults, ...(await bookFaults(sandbox))];
}

async function invoiceFaults(sql: postgres.Sql, id: string): Promise<string[]> {
  const faults: string[] = [];
  const [row] = await sql`
    select i.status, i.amount_units, i.received_units, i.credited_units,
      (select count(*) from chain_transfers t where t.owner_id = i.id and t.state = 'final')::int as transfers,
      (select count(*) from webhook_events e where e.subject_id = i.id)::int as events,
      (select count(*) from sweeps s where s.from_address = i.address)::int as sweeps,
      (select count(*) from ledger_transactions l where l.kind = 'deposit_credited' and l.cause like 'deposit_credited:' || i.id || ':%')::int as credits
    from invoices i where i.id = ${id}`;
  if (!row) return [`invoice ${id} is gone`];
  if (row.status !== "confirmed") faults.push(`invoice ${id} is ${row.status}`);
  for (const column of ["received_units", "credited_units"]) {
    if (row[column] !== row.amount_units)
      faults.push(`invoice ${id}: ${column} is ${row[column]} of ${row.amount_units}`);
  }
  for (const column of ["transfers", "events", "sweeps", "credits"]) {
    if (row[column] !== 1) faults.push(`invoice ${id} has ${row[column]} ${column}`);
  }
  return faults;
}

async function bookFaults(sandbox: RunningSandbox): Promise<string[]> {
  const db = connect({ url: sandbox.ownerUrl, name: "crash-test", max: 2 });
  try {
    const breaches = await checkInvariants(db);
    const faults = breaches.map((b) => `${b.invariant} ${b.rule}: ${JSON.stringify(b.rows)}`);
    const { ethereum, tron } = sandbox.facts;
    const adapters = [
      createChainAdapter("USDT-ERC20", {
        urls: [ethereum.rpcUrl],
        token: ethereum.usdt,
        confirmations: 4,
        logger: silentLogger,
      }),
      createChainAdapter("USDT-TRC20", {
        urls: [tron.apiUrl],
        token: tron.usdt,
        confirmations: 4,
        logger: silentLogger,
      }),
    ];
    for (const adapter of adapters) {
      for (const d of (await reconcileNetwork(db, adapter)).differences) {
        faults.push(`${d.network} ${d.address}: books ${d.books}, chain ${d.chain}`);
      }
    }
    return faults;
  } finally {
    await db.close();
  }
}
