import postgres from "postgres";
import { ChainUnavailableError, createChainAdapter } from "@/lib/chains";
import { connect } from "@/lib/db";
import { NETWORK_IDS, type NetworkId, silentLogger } from "@/lib/kit";
import { checkInvariants } from "@/lib/ledger";
import { reconcileNetwork } from "@/lib/reports";
import type { RunningSandbox } from "../support/whole-sandbox";
import type { StoryResult } from "./story";
import type { Outgoing } from "./withdrawal-story";

const NODES_TIMEOUT_MS = 60_000;
/** A transaction that was lost with its node is dead after two minutes; then it is asked for again. */
const LOANS_TIMEOUT_MS = 240_000;

/** What must hold after every seed, however often something was killed. Answers the faults in words. */
export async function findFaults(
  sandbox: RunningSandbox,
  { invoiceIds, outgoing }: StoryResult,
  told: ReadonlyMap<string, ReadonlySet<string>>,
): Promise<readonly string[]> {
  const faults: string[] = [];
  await untilNodesAnswer(sandbox);
  const sql = postgres(sandbox.ownerUrl, { max: 1, onnotice: () => undefined });
  try {
    for (const id of invoiceIds) faults.push(...(await invoiceFaults(sql, id)));
    for (const id of invoiceIds) {
      const events = told.get(id)?.size ?? 0;
      if (events !== 1) faults.push(`invoice ${id} was told by ${events} different events`);
    }
    for (const payment of outgoing)
      faults.push(...(await outgoingFaults(sql, sandbox, payment, told)));
    const doubled = await sql`
      select purpose, cause_id from signing_requests where state = 'final' and value > 0 group by 1, 2 having count(*) > 1`;
    for (const row of doubled) faults.push(`${row.purpose} of ${row.cause_id} was sent twice`);
    faults.push(...(await loanFaults(sql)));
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

/** Paid once to the unit, held once, ended once, told once for each hash that it had. */
async function outgoingFaults(
  sql: postgres.Sql,
  sandbox: RunningSandbox,
  { id, network, recipient }: Outgoing,
  told: ReadonlyMap<string, ReadonlySet<string>>,
): Promise<string[]> {
  const [row] = await sql`
    select w.state, w.net_units, w.tx_hash,
      (select count(*) from signing_requests r where r.cause_id = w.id and r.state = 'final' and r.value > 0)::int as paid,
      (select count(*) from ledger_transactions l where l.cause = 'withdrawal_held:' || w.id)::int as held,
      (select count(*) from ledger_transactions l
        where l.cause = 'withdrawal_ended:' || w.id and l.kind = 'withdrawal_settled')::int as ended,
      (select count(*) from webhook_events e where e.subject_id = w.id)::int as events,
      (select count(distinct e.body::json -> 'data' ->> 'blockchainTxHash') from webhook_events e
        where e.subject_id = w.id)::int as hashes
    from withdrawals w where w.id = ${id}`;
  if (!row) return [`withdrawal ${id} is gone`];
  const faults: string[] = [];
  if (row.state !== "settled") faults.push(`withdrawal ${id} is ${row.state}`);
  for (const column of ["paid", "held", "ended"]) {
    if (row[column] !== 1) faults.push(`withdrawal ${id}: ${column} ${row[column]} times`);
  }
  if (row.events !== row.hashes) {
    faults.push(`withdrawal ${id}: ${row.events} events of ${row.hashes} hashes`);
  }
  if ((told.get(id)?.size ?? 0) !== row.events) {
    faults.push(`withdrawal ${id} was told by ${told.get(id)?.size ?? 0} of ${row.events} events`);
  }
  const adapter = adapterOf(sandbox, network);
  const paid = await adapter.tokenBalance(recipient, "latest");
  if (paid !== BigInt(row.net_units)) {
    faults.push(`withdrawal ${id}: the recipient has ${paid} of ${row.net_units}`);
  }
  return faults;
}

/** Stake that was lent comes back by itself, soon after its sweep is final. */
async function loanFaults(sql: postgres.Sql): Promise<string[]> {
  const end = Date.now() + LOANS_TIMEOUT_MS;
  for (;;) {
    const lent = await sql`
      select id, state from energy_loans where state not in ('reclaimed', 'failed')`;
    if (lent.length === 0) return [];
    if (Date.now() > end) return lent.map(({ id, state }) => `loan ${id} is still ${state}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** A node that was killed last may be away yet, though everything else was ready with what it had read. */
async function untilNodesAnswer(sandbox: RunningSandbox): Promise<void> {
  const end = Date.now() + NODES_TIMEOUT_MS;
  for (const network of NETWORK_IDS) {
    const adapter = adapterOf(sandbox, network);
    for (;;) {
      try {
        await adapter.heads();
        break;
      } catch (error) {
        if (!(error instanceof ChainUnavailableError) || Date.now() > end) throw error;
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    }
  }
}

function adapterOf({ facts }: RunningSandbox, network: NetworkId) {
  const [url, token] =
    network === "USDT-ERC20"
      ? [facts.ethereum.rpcUrl, facts.ethereum.usdt]
      : [facts.tron.apiUrl, facts.tron.usdt];
  return createChainAdapter(network, {
    urls: [url],
    token,
    confirmations: 4,
    logger: silentLogger,
  });
}

async function bookFaults(sandbox: RunningSandbox): Promise<string[]> {
  const db = connect({ url: sandbox.ownerUrl, name: "crash-test", max: 2 });
  try {
    const breaches = await checkInvariants(db);
    const faults = breaches.map((b) => `${b.invariant} ${b.rule}: ${JSON.stringify(b.rows)}`);
    for (const network of NETWORK_IDS) {
      const adapter = adapterOf(sandbox, network);
      for (const d of (await reconcileNetwork(db, adapter)).differences) {
        faults.push(`${d.network} ${d.address}: books ${d.books}, chain ${d.chain}`);
      }
    }
    return faults;
  } finally {
    await db.close();
  }
}
