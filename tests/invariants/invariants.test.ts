import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect, type Database } from "@/lib/db";
import { newId } from "@/lib/kit";
import { checkInvariants, foldBalances, LEDGER_INVARIANTS } from "@/lib/ledger";
import { addMerchants, NETWORK } from "../support/books";
import { createTestDatabase, type TestDatabase } from "../support/database";
import { addPayout, type HeldPayout } from "../support/held-payout";
import { addPaidInvoice, hash, type Paid } from "../support/paid-invoice";

let database: TestDatabase;
let owner: Database;
let worker: Database;
let a: string;
let b: string;
let paid: Paid;
let other: Paid;
let settled: HeldPayout;
let failed: HeldPayout;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = connect({ url: database.ownerUrl, name: "owner", max: 1 });
  worker = connect({ url: database.workerUrl, name: "worker", max: 2 });
  [a = "", b = ""] = await addMerchants(owner, 2);
  paid = await addPaidInvoice(worker, a);
  other = await addPaidInvoice(worker, b);
  for (const merchant of [a, b]) await addPayout(worker, merchant, 9, "approved");
  settled = await addPayout(worker, a, 20, "settled", paid.wallet);
  failed = await addPayout(worker, a, 5, "failed", paid.wallet);
  await foldBalances(worker, 1);
  // One delta is left unfolded, so that both halves of a balance are looked at.
  await addPayout(worker, b, 2, "approved");
});
afterAll(async () => {
  await Promise.all([owner.close(), worker.close()]);
  await database.drop();
});

class Undo extends Error {}

/** The ids of the rules that find something after a change that no role of ours could make. */
async function brokenBy(...statements: readonly string[]): Promise<string[]> {
  let found: string[] = [];
  await owner.sql
    .begin(async (sql) => {
      await sql`set local session_replication_role = replica`;
      for (const table of ["ledger_balances", "ledger_accounts", "ledger_deltas"]) {
        const checks = await sql`
          select conname from pg_constraint where contype = 'c' and conrelid = ${table}::regclass`;
        for (const { conname } of checks) {
          await sql.unsafe(`alter table ${table} drop constraint ${conname}`);
        }
      }
      for (const statement of statements) {
        const { count, command } = await sql.unsafe(statement);
        if (count === 0) throw new Error(`${command} changed nothing: ${statement}`);
      }
      const hits = [];
      for (const { id, breaches } of LEDGER_INVARIANTS) {
        if ((await sql.unsafe(`${breaches} limit 20`)).length > 0) hits.push(id);
      }
      found = hits;
      throw new Undo();
    })
    .catch((error: unknown) => {
      if (!(error instanceof Undo)) throw error;
    });
  return found;
}

describe("the invariants", () => {
  it("hold in books that are true", async () => {
    expect(await checkInvariants(worker)).toEqual([]);
    expect(await brokenBy("select 1")).toEqual([]);
  });

  it("hold in books with nothing in them", async () => {
    const empty = await createTestDatabase();
    const db = connect({ url: empty.workerUrl, name: "empty", max: 1 });
    try {
      expect(await checkInvariants(db)).toEqual([]);
    } finally {
      await db.close();
      await empty.drop();
    }
  });

  it("have ids of their own, and each is shown here to find something", () => {
    const ids = LEDGER_INVARIANTS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    // Those of users are shown in customers.test.ts.
    const shown = [...BREAKS.map(([id]) => id), "I15", "I16", "I17", "I23", "I25"];
    expect([...new Set(shown)].sort()).toEqual([...ids].sort());
  });

  it("tell which rule and which rows", async () => {
    const [rule] = LEDGER_INVARIANTS;
    const breaches = await checkInvariants(worker, [
      { id: rule?.id ?? "", rule: "always", breaches: "select 1 as one" },
    ]);
    expect(breaches).toEqual([{ invariant: "I1", rule: "always", rows: [{ one: 1 }] }]);
  });

  const loan = newId();
  const loanOf = (state: string) => `insert into energy_loans
    (merchant_id, id, sweep_id, network, to_address, stake, state, created_at)
    select merchant_id, '${loan}', id, network, from_address, 5, '${state}', now() from sweeps where id = '${paid.sweep}'`;
  const requestFor = (purpose: string, attempt: number) => `insert into signing_requests
    (id, network, purpose, cause_id, attempt, merchant_id, path_purpose, path_index, kind, from_address, to_address, value,
      max_fee, payload, state, created_at)
    values ('${newId()}', '${NETWORK}', '${purpose}', '${loan}', ${attempt}, '${a}', 'gas', 0, 'lend_energy', repeat('a', 40),
      repeat('b', 40), 5, 5, '', 'final', now())`;
  const entry = (kind: string) => `merchant_id = '${a}' and path like '%/${kind}%'`;
  const BREAKS: readonly (readonly [string, string, () => readonly string[]])[] = [
    [
      "I18",
      "a settled payout has another transaction",
      () => [`update withdrawals set tx_hash = '${hash()}' where id = '${settled.id}'`],
    ],
    [
      "I18",
      "a settled payout stands as failed",
      () => [`update withdrawals set state = 'failed' where id = '${settled.id}'`],
    ],
    [
      "I18",
      "a failed payout was paid",
      () => [`update signing_requests set state = 'final' where cause_id = '${failed.id}'`],
    ],
    [
      "I19",
      "a hold without its payout",
      () => [`delete from withdrawals where state = 'approved' and merchant_id = '${b}'`],
    ],
    [
      "I20",
      "a payout took less than its recipient got",
      () => [
        `update withdrawals set net_units = net_units + 1, amount_units = amount_units + 1,
          hold_units = hold_units + 1 where id = '${settled.id}'`,
      ],
    ],
    [
      "I21",
      "two payments that could both be mined",
      () => [
        `update signing_requests set state = 'broadcast' where cause_id = '${failed.id}'`,
        `insert into signing_requests (id, network, purpose, cause_id, attempt, merchant_id, path_purpose, path_index,
          kind, from_address, to_address, value, max_fee, payload, state, created_at, replaces)
          select '${newId()}', network, purpose, cause_id, 2, merchant_id, path_purpose, path_index, kind,
            from_address, to_address, value, max_fee, payload, 'broadcast', created_at, id
          from signing_requests where cause_id = '${failed.id}'`,
      ],
    ],
    [
      "I22",
      "completed was not told",
      () => [`delete from webhook_events where subject_id = '${settled.id}'`],
    ],
    [
      "I22",
      "failed was told twice",
      () => [
        `update webhook_events set subject_id = '${failed.id}' where subject_id = '${settled.id}'`,
      ],
    ],
    [
      "I1",
      "an entry was changed",
      () => [`update ledger_entries set amount_units = amount_units + 1 where ${entry("held")}`],
    ],
    ["I1", "an entry was removed", () => [`delete from ledger_entries where ${entry("fees")}`]],
    [
      "I1",
      "a transaction without entries",
      () => [`insert into ledger_transactions values ('${a}', '${newId()}', 'none', 'none', 'x')`],
    ],
    [
      "I2",
      "a balance was raised",
      () => [
        `update ledger_balances set balance_units = balance_units + 1 where ${entry("available")}`,
      ],
    ],
    ["I2", "a delta was lost", () => [`delete from ledger_deltas where merchant_id = '${b}'`]],
    [
      "I2",
      "a delta came twice",
      () => [
        `insert into ledger_deltas select merchant_id, path, transaction_id, line + 9, amount_units from ledger_deltas`,
      ],
    ],
    [
      "I2",
      "a balance of no account",
      () => [`insert into ledger_balances values ('${a}', 'nowhere', 1)`],
    ],
    [
      "I3",
      "a balance below zero",
      () => [`update ledger_balances set balance_units = -1 where ${entry("held")}`],
    ],
    [
      "I4",
      "a final transfer was not received",
      () => [
        `insert into chain_transfers select network, repeat('0', 64), log_index, height, block_hash, block_time, from_address,
        to_address, amount_units, state, merchant_id, owner_kind, owner_id, late, first_seen_at, final_at
        from chain_transfers where tx_hash = '${paid.tx}'`,
      ],
    ],
    [
      "I4",
      "money was received that never came",
      () => [`delete from chain_transfers where tx_hash = '${paid.tx}'`],
    ],
    [
      "I4",
      "money was received before it was final",
      () => [`update chain_transfers set state = 'seen' where tx_hash = '${paid.tx}'`],
    ],
    [
      "I4",
      "another amount was received",
      () => [`update chain_transfers set amount_units = 1 where tx_hash = '${paid.tx}'`],
    ],
    [
      "I4",
      "a transfer was received in two ways",
      () => [
        `insert into ledger_transactions values ('${a}', '${newId()}', 'top_up_credited:${NETWORK}:${paid.tx}:0', 'top_up_credited', 'x')`,
      ],
    ],
    [
      "I5",
      "a settled sweep that nothing was signed for",
      () => [`delete from signing_requests where cause_id = '${paid.sweep}'`],
    ],
    [
      "I5",
      "two transactions of one sweep were mined",
      () => [
        `update sweeps set state = 'sending', tx_hash = null where id = '${paid.sweep}'`,
        `insert into signing_requests select gen_random_uuid(), network, purpose, cause_id, 2, merchant_id, path_purpose, path_index,
        kind, from_address, to_address, value, max_fee, payload, nonce, expires_at, state, refusal, raw, '${hash()}', broadcasts,
        last_broadcast_at, last_error, fee_paid, created_at, signed_at, ended_at
        from signing_requests where cause_id = '${paid.sweep}'`,
      ],
    ],
    ["I24", "stake came back without having been asked for", () => [loanOf("reclaimed")]],
    [
      "I24",
      "stake was lent twice",
      () => [loanOf("lent"), requestFor("energy_loan", 1), requestFor("energy_loan", 2)],
    ],
    ["I24", "a loan that failed was made", () => [loanOf("failed"), requestFor("energy_loan", 1)]],
    [
      "I12",
      "energy was lent to the address of another",
      () => [
        `insert into energy_loans (merchant_id, id, sweep_id, network, to_address, stake, state, created_at)
          values ('${a}', '${loan}', '${paid.sweep}', '${NETWORK}', repeat('e', 40), 5, 'failed', now())`,
      ],
    ],
    [
      "I7",
      "a confirmed invoice was not told",
      () => [`delete from webhook_events where subject_id = '${paid.invoice}'`],
    ],
    [
      "I7",
      "failed was told without cause",
      () => [`update webhook_events set status = 'failed' where subject_id = '${paid.invoice}'`],
    ],
    [
      "I7",
      "failed was told twice",
      () => [
        `update invoices set failed_at = now() where id = '${paid.invoice}'`,
        ...[1, 2].map(
          () => `insert into webhook_events (merchant_id, id, type, subject_id, status, body, next_attempt_at, created_at)
          values ('${a}', '${newId()}', 'deposit', '${paid.invoice}', 'failed', '{}', now(), now())`,
        ),
      ],
    ],
    [
      "I11",
      "an invoice's fee is not what was taken",
      () => [`update invoices set fee_units = fee_units + 1 where id = '${paid.invoice}'`],
    ],
    [
      "I12",
      "an address changed hands",
      () => [`update addresses set merchant_id = '${b}' where address = '${paid.address}'`],
    ],
    [
      "I12",
      "a transfer belongs to another",
      () => [
        `update chain_transfers set owner_id = '${other.invoice}' where tx_hash = '${paid.tx}'`,
      ],
    ],
    [
      "I12",
      "a sweep to another's wallet",
      () => [`update sweeps set to_address = '${other.wallet}' where id = '${paid.sweep}'`],
    ],
    [
      "I12",
      "a signature for another",
      () => [`update signing_requests set merchant_id = '${b}' where cause_id = '${paid.sweep}'`],
    ],
    [
      "I12",
      "an invoice on another's address",
      () => [
        `update invoices set address = repeat('0', 40) where id = '${other.invoice}'`,
        `update invoices set address = '${other.address}' where id = '${paid.invoice}'`,
      ],
    ],
    [
      "I12",
      "an entry under another's name",
      () => [`update ledger_entries set merchant_id = '${b}' where ${entry("held")}`],
    ],
    [
      "I12",
      "an event under another's name",
      () => [`update webhook_events set merchant_id = '${b}' where subject_id = '${paid.invoice}'`],
    ],
    [
      "I13",
      "assets without owners",
      () => [
        `update ledger_balances set balance_units = balance_units + 1 where ${entry("chain")} and balance_units > 0`,
      ],
    ],
    [
      "I14",
      "an invoice received what it did not",
      () => [
        `update invoices set received_units = received_units + 1 where id = '${paid.invoice}'`,
      ],
    ],
    [
      "I14",
      "an invoice was credited less",
      () => [
        `update invoices set credited_units = credited_units - 1 where id = '${paid.invoice}'`,
      ],
    ],
  ];

  it.each(BREAKS)("%s finds: %s", async (id, _, statements) => {
    expect(await brokenBy(...statements())).toContain(id);
  });
});
