import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addPoolAddresses } from "@/lib/addresses";
import { type Context, jobContext, transact } from "@/lib/command";
import {
  adjustFigure,
  adjustmentSubject,
  creditDeposit,
  FIGURE_ADJUST,
  generateWallet,
  updateBalance,
} from "@/lib/customers";
import { connect, type Database } from "@/lib/db";
import { NETWORK_IDS, newId, present, silentLogger } from "@/lib/kit";
import { checkInvariants, depositCredited, depositReceived, LEDGER_INVARIANTS } from "@/lib/ledger";
import { addressAt } from "../support/api-world";
import { addMerchants, NETWORK, postOne, usdt } from "../support/books";
import { createTestDatabase, type TestDatabase } from "../support/database";
import { hash } from "../support/paid-invoice";
import { addPerson, confirmedChallenge, personContext } from "../support/persons";
import { userInput } from "../support/platform";

let database: TestDatabase;
let owner: Database;
let worker: Database;
let web: Database;
let a: string;
let b: string;
let ours: UserDeposit;
let theirs: UserDeposit;

interface UserDeposit {
  readonly id: string;
  readonly customer: string;
  readonly address: string;
}

beforeAll(async () => {
  database = await createTestDatabase();
  owner = connect({ url: database.ownerUrl, name: "owner", max: 1 });
  worker = connect({ url: database.workerUrl, name: "worker", max: 2 });
  web = connect({ url: database.webUrl, name: "web", max: 2 });
  [a = "", b = ""] = await addMerchants(owner, 2);
  const ctx = jobContext(worker, "test", silentLogger);
  for (const network of NETWORK_IDS) {
    const rows = [addressAt(network, 0), addressAt(network, 1)];
    await transact(ctx, (tx) => addPoolAddresses(ctx, tx, rows));
  }
  ours = await addUserDeposit(a);
  theirs = await addUserDeposit(b);
});
afterAll(async () => {
  await Promise.all([owner, worker, web].map((db) => db?.close()));
  await database?.drop();
});

/** A user whose wallet got 100 from the chain, the fee of 1 paid by the user, and 5 by hand. */
async function addUserDeposit(merchant: string): Promise<UserDeposit> {
  const ctx: Context = {
    ...jobContext(web, "test", silentLogger),
    merchantId: merchant,
    permissions: new Set(["customers:write", "figures:write"]),
  };
  const { userId, wallets } = await generateWallet(ctx, userInput());
  const walletAddress = present(wallets[1], "the TRC20 wallet").walletAddress;
  const [wallet] = await owner.sql`
    select customer_id, address from customer_wallets where wallet_address = ${walletAddress}`;
  const { customer_id: customer, address } = present(wallet, "the wallet");
  const [id, tx, now] = [newId(), hash(), new Date()];
  const money = { network: NETWORK, amount: usdt(100) };
  const cause = `${NETWORK}:${tx}:0`;
  await owner.sql`insert into deposits ${owner.sql({
    merchant_id: merchant,
    id,
    kind: "user",
    network: NETWORK,
    wallet_address: walletAddress,
    tx_hash: tx,
    log_index: 0,
    amount_units: 100_000_000,
    status: "confirmed",
    created_at: now,
    detected_at: now,
    confirmed_at: now,
    customer_id: customer,
    user_id: userId,
    fee_units: 1_000_000,
    fee_payer: "user",
    figure_units: 99_000_000,
  })}`;
  await owner.sql`insert into chain_transfers ${owner.sql({
    network: NETWORK,
    tx_hash: tx,
    log_index: 0,
    height: 1,
    block_hash: hash(),
    block_time: now,
    from_address: "f".repeat(40),
    to_address: address,
    amount_units: 100_000_000,
    state: "final",
    merchant_id: merchant,
    owner_kind: "user",
    owner_id: id,
    first_seen_at: now,
  })}`;
  await owner.sql`insert into webhook_events ${owner.sql({
    merchant_id: merchant,
    id: newId(),
    type: "deposit",
    subject_id: id,
    status: "confirmed",
    body: "{}",
    next_attempt_at: now,
    created_at: now,
  })}`;
  await postOne(worker, merchant, depositReceived({ ...money, cause, address, record: id }));
  await postOne(worker, merchant, depositCredited({ ...money, cause, record: id, fee: usdt(1) }));
  const job = jobContext(worker, "test", silentLogger);
  const terms = { fee: usdt(1), feePayer: "user" } as const;
  const about = { merchantId: merchant, customerId: customer, address, txHash: tx, cause };
  await transact(job, (t) => creditDeposit(job, t, { ...money, ...terms, ...about }));
  await adjust(merchant, userId);
  await updateBalance(ctx, { userId, walletAddress, amount: usdt(5), transactionHash: "by hand" });
  return { id, customer, address };
}

/** A person takes 2 off the figure. */
async function adjust(merchant: string, userId: string): Promise<void> {
  const person = await addPerson(owner, merchant);
  const input = {
    userId,
    network: NETWORK,
    amount: -2_000_000n,
    reason: "Twice",
    reference: null,
    key: newId(),
  };
  const stepUp = await confirmedChallenge(
    owner,
    merchant,
    person,
    FIGURE_ADJUST,
    adjustmentSubject(input),
  );
  await adjustFigure(
    personContext(web, merchant, person, { permissions: ["figures:adjust"], stepUp }),
    input,
  );
}

class Undo extends Error {}

/** The ids of the rules that find something after a change that no role of ours could make. */
async function brokenBy(statement: string): Promise<string[]> {
  const hits: string[] = [];
  await owner.sql
    .begin(async (sql) => {
      await sql`set local session_replication_role = replica`;
      const { count } = await sql.unsafe(statement);
      if (count === 0) throw new Error(`it changed nothing: ${statement}`);
      for (const { id, breaches } of LEDGER_INVARIANTS) {
        if ((await sql.unsafe(`${breaches} limit 20`)).length > 0) hits.push(id);
      }
      throw new Undo();
    })
    .catch((error: unknown) => {
      if (!(error instanceof Undo)) throw error;
    });
  return hits;
}

describe("the invariants of users", () => {
  it("hold in books that are true", async () => {
    expect(await checkInvariants(worker)).toEqual([]);
  });

  const mine = () => `id = '${ours.id}'`;
  const BREAKS: readonly (readonly [string, string, () => string])[] = [
    [
      "I4",
      "a transfer that is not final was received",
      () => `update chain_transfers set state = 'seen' where owner_id = '${ours.id}'`,
    ],
    [
      "I23",
      "a confirmed deposit was not told",
      () => `delete from webhook_events where subject_id = '${ours.id}'`,
    ],
    [
      "I23",
      "a deposit was told twice",
      () => `insert into webhook_events (merchant_id, id, type, subject_id, status, body, next_attempt_at, created_at)
      values ('${a}', '${newId()}', 'deposit', '${ours.id}', 'confirmed', '{}', now(), now())`,
    ],
    [
      "I23",
      "a deposit was told before its time",
      () => `update deposits set status = 'initiated', confirmed_at = null where ${mine()}`,
    ],
    [
      "I11",
      "a deposit's fee is not what was taken",
      () => `update deposits set fee_units = fee_units + 1 where ${mine()}`,
    ],
    [
      "I12",
      "a transfer belongs to another's deposit",
      () => `update chain_transfers set owner_id = '${theirs.id}' where owner_id = '${ours.id}'`,
    ],
    [
      "I12",
      "a wallet's address is another's",
      () =>
        `update addresses set owner_id = '${theirs.customer}' where address = '${ours.address}'`,
    ],
    [
      "I12",
      "a deposit lies on another wallet",
      () => `update deposits set wallet_address = 'T' where ${mine()}`,
    ],
    [
      "I12",
      "an event is another merchant's",
      () => `update webhook_events set merchant_id = '${b}' where subject_id = '${ours.id}'`,
    ],
    [
      "I13",
      "a figure without what it stands against",
      () => `update ledger_deltas set amount_units = amount_units + 1
      where merchant_id = '${a}' and path = '${NETWORK}/user_figure/${ours.customer}'`,
    ],
    [
      "I14",
      "a deposit received more than the books",
      () => `update deposits set amount_units = amount_units + 1 where ${mine()}`,
    ],
    [
      "I15",
      "a figure rose by more than the deposit says",
      () => `update deposits set figure_units = figure_units - 1 where ${mine()}`,
    ],
    [
      "I15",
      "a figure rose without the merchant's word",
      () => `delete from customer_credits where merchant_id = '${a}' and source = 'manual'`,
    ],
    [
      "I15",
      "a word that nobody's figure follows",
      () =>
        `update customer_credits set address = repeat('0', 40) where merchant_id = '${a}' and source = 'manual'`,
    ],
    [
      "I16",
      "the fee came off a figure that the merchant pays for",
      () => `update deposits set fee_payer = 'merchant' where ${mine()}`,
    ],
    [
      "I16",
      "an inactive user was credited",
      () => `update deposits set reason = 'wallet_inactive' where ${mine()}`,
    ],
    [
      "I17",
      "a wallet counts a deposit too many",
      () => `update customer_wallets set deposit_count = 2 where address = '${ours.address}'`,
    ],
    [
      "I17",
      "a wallet got more than its deposits",
      () => `update customer_wallets set deposited_units = 1 where address = '${ours.address}'`,
    ],
  ];

  const CORRECTED: typeof BREAKS = [
    [
      "I25",
      "a correction says another sum",
      () => `update figure_adjustments set amount_units = amount_units - 1`,
    ],
    [
      "I25",
      "a correction is another customer's",
      () =>
        `update figure_adjustments set customer_id = '${theirs.customer}' where merchant_id = '${a}'`,
    ],
    [
      "I25",
      "a figure was corrected without a reason on record",
      () => `delete from figure_adjustments`,
    ],
    [
      "I25",
      "a correction that no figure follows",
      () => `insert into figure_adjustments
      select merchant_id, '${newId()}', customer_id, network, amount_units, reason, reference, made_by, created_at from figure_adjustments limit 1`,
    ],
  ];

  it.each([...BREAKS, ...CORRECTED])("%s finds: %s", async (id, _, statement) => {
    expect(await brokenBy(statement())).toContain(id);
  });
});
