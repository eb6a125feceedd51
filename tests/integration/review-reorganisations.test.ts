import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { ChainAdapter, Heads, Receipt, ScannedBlock, TokenTransfer } from "@/lib/chains";
import type { Context } from "@/lib/command";
import { connect, type Database } from "@/lib/db";
import { confirmTransfers, scanNetwork } from "@/lib/deposits";
import { createInvoice, expireInvoices } from "@/lib/invoices";
import { newId, units } from "@/lib/kit";
import { checkInvariants } from "@/lib/ledger";
import { addMerchants, contextOf, NETWORK, usdt } from "../support/books";
import { createTestDatabase, type TestDatabase } from "../support/database";

const START = Date.UTC(2026, 0, 1);
const BLOCK_MS = 60_000;
const DEPTH = 3;
const PAYER = "e".repeat(40);

/** A chain that is what the test says it is. */
class PaperChain {
  blocks: ScannedBlock[] = [];
  hidden = new Set<string>();

  mine(branch: string, transfers: readonly TokenTransfer[] = []): void {
    const height = this.blocks.length;
    this.blocks.push({
      height,
      hash: hashOf(`${branch}${height}`),
      parentHash: this.blocks.at(-1)?.hash ?? hashOf("none"),
      time: new Date(START + height * BLOCK_MS),
      transfers,
    } as unknown as ScannedBlock);
  }

  get adapter(): ChainAdapter {
    const at = (height: number) => this.blocks[height] ?? null;
    const final = () => Math.max(0, this.blocks.length - DEPTH);
    return {
      network: NETWORK,
      selfCheck: async () => "paper",
      heads: async () => ({ latest: this.blocks.at(-1), final: at(final()) }) as unknown as Heads,
      block: async (height: number) => at(height),
      readBlocks: async (from: number, to: number) => this.blocks.slice(from, to + 1),
      formatAddress: (address: string) => address,
      receipt: async (hash: string) => {
        const block = this.blocks.find((b) => b.transfers.some((t) => t.txHash === hash));
        if (!block || this.hidden.has(hash)) return null;
        return {
          status: "success",
          block,
          final: block.height <= final(),
          transfers: block.transfers.filter((t) => t.txHash === hash),
        } as unknown as Receipt;
      },
    } as unknown as ChainAdapter;
  }
}

function hashOf(text: string): string {
  return Buffer.from(text).toString("hex").padStart(64, "0");
}

function transfer(name: string, to: string, amount: bigint): TokenTransfer {
  const value = units(amount);
  return { txHash: hashOf(name), logIndex: 0, from: PAYER, to, value } as unknown as TokenTransfer;
}

let database: TestDatabase;
let worker: Database;
let web: Database;
let owner: Database;
let merchant: string;
let chain: PaperChain;
let now: Date;
let pool = 0;
let job: Context;

beforeAll(async () => {
  database = await createTestDatabase();
  worker = connect({ url: database.workerUrl, name: "worker", max: 4 });
  web = connect({ url: database.webUrl, name: "web", max: 2 });
  owner = connect({ url: database.ownerUrl, name: "owner", max: 2 });
  [merchant = ""] = await addMerchants(worker);
  await worker.sql`insert into merchant_counters (merchant_id) values (${merchant})`;
  const tiers = JSON.stringify([{ from: "0", ratePpm: 10_000 }]);
  await worker.sql`update merchants set fee_tiers = ${tiers}::text::jsonb`;
});
afterAll(async () => {
  await Promise.all([worker.close(), web.close(), owner.close()]);
  await database.drop();
});
beforeEach(async () => {
  await owner.sql`delete from chain_cursors`;
  await owner.sql`delete from chain_transfers`;
  await owner.sql`delete from chain_blocks`;
  chain = new PaperChain();
  now = new Date(START);
  job = { ...contextOf(worker, null), now: () => now };
  for (let i = 0; i < DEPTH; i += 1) chain.mine("a");
  await scanNetwork(job, chain.adapter);
});

async function invoice(whole: number, timerMs: number) {
  pool += 1;
  const address = `${newId().replaceAll("-", "")}00000000`;
  await worker.sql`
    insert into addresses (network, address, display, purpose, path_index, verified_at)
    values (${NETWORK}, ${address}, ${address}, 'deposit', ${pool}, now())`;
  const ctx = contextOf(web, merchant);
  const nothing = { callbackUrl: null, webhookUrl: null, username: null, firstName: null };
  const person = { lastName: null, email: null, phoneNumber: null, description: null };
  const view = await createInvoice(
    { ...ctx, permissions: new Set(["invoices:create"]), now: () => now },
    { ...nothing, ...person, network: NETWORK, amount: usdt(whole), timerMs, referenceId: null },
  );
  return { id: view.id, address: view.walletAddress };
}

async function invoiceRow(id: string) {
  const [row] = await owner.sql`select * from invoices where id = ${id}`;
  return row;
}

async function scan(): Promise<string | null> {
  now = chain.blocks.at(-1)?.time ?? now;
  return (await scanNetwork(job, chain.adapter)).halted;
}

describe("a transfer that comes back after a reorganisation", () => {
  it("counts for what it pays now, not for what it paid before", async () => {
    const first = await invoice(100, 3_600_000);
    const second = await invoice(10, 3_600_000);
    chain.mine("a", [transfer("moody", first.address, 100_000_000n)]);
    await scan();
    chain.blocks.pop();
    chain.mine("b", [transfer("moody", second.address, 10_000_000n)]);
    for (let i = 0; i < DEPTH + 1; i += 1) chain.mine("b");
    await scan();
    expect(await confirmTransfers(job, chain.adapter)).toBe(1);
    expect(await invoiceRow(first.id)).toMatchObject({ status: "initiated", received_units: "0" });
    expect(await invoiceRow(second.id)).toMatchObject({ status: "amount_confirmed" });
    expect(await checkInvariants(owner)).toEqual([]);
  });
});

describe("a payment in time whose receipt is not to be had yet", () => {
  it("is not made late by a later payment", async () => {
    const { id, address } = await invoice(50, 4 * BLOCK_MS);
    chain.mine("a", [transfer("early", address, 50_000_000n)]);
    for (let i = 0; i < 4; i += 1) chain.mine("a");
    chain.mine("a", [transfer("tardy", address, 1_000_000n)]);
    for (let i = 0; i < DEPTH; i += 1) chain.mine("a");
    await scan();
    chain.hidden.add(hashOf("early"));
    expect(await confirmTransfers(job, chain.adapter)).toBe(0);
    expect(await expireInvoices(job, NETWORK)).toBe(0);
    chain.hidden.clear();
    expect(await confirmTransfers(job, chain.adapter)).toBe(2);
    expect(await invoiceRow(id)).toMatchObject({
      status: "amount_confirmed",
      late: false,
      failed_at: null,
      received_units: "51000000",
    });
  });
});

describe("a reorganisation below the final height", () => {
  it("takes the final height back with it, so that no timer ends by blocks that are gone", async () => {
    const { id, address } = await invoice(50, 4 * BLOCK_MS);
    for (let i = 0; i < 8; i += 1) chain.mine("a");
    await scan();
    chain.blocks.length = DEPTH + 1;
    chain.mine("b", [transfer("again", address, 50_000_000n)]);
    for (let i = 0; i < 6; i += 1) chain.mine("b");
    const cautious: ChainAdapter = { ...chain.adapter, readBlocks: async () => [] };
    await scanNetwork(job, cautious);
    now = new Date(START + 100 * BLOCK_MS);
    expect(await expireInvoices(job, NETWORK)).toBe(0);
    expect(await scanNetwork(job, chain.adapter)).toMatchObject({ halted: null });
    await confirmTransfers(job, chain.adapter);
    expect(await invoiceRow(id)).toMatchObject({ status: "amount_confirmed", late: false });
  });

  it("halts also when the booking of what it takes away is under way", async () => {
    const { id, address } = await invoice(50, 3_600_000);
    chain.mine("a", [transfer("racer", address, 50_000_000n)]);
    for (let i = 0; i < DEPTH; i += 1) chain.mine("a");
    await scan();
    const other = new PaperChain();
    other.blocks = chain.blocks.slice(0, DEPTH);
    for (let i = 0; i < DEPTH + 3; i += 1) other.mine("c");
    // The invoice is held, so the booking waits in the middle; meanwhile another worker sees the reorganisation.
    const { booking, unwound } = await owner.sql.begin(async (sql) => {
      await sql`select 1 from invoices where id = ${id} for update`;
      const first = confirmTransfers(job, chain.adapter);
      await blockedOn("invoices");
      const second = scanNetwork(job, other.adapter);
      await blockedOn("chain_");
      return { booking: () => first, unwound: () => second };
    });
    expect(await booking()).toBe(1);
    expect((await unwound()).halted).toContain("took 1 final transfer");
  });
});

/** Waits until a statement of the worker's that names this waits for a lock. */
async function blockedOn(word: string): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    const [row] = await owner.sql`
      select 1 from pg_stat_activity where application_name = 'worker' and wait_event_type = 'Lock'
        and query like ${`%${word}%`} and datname = current_database()`;
    if (row) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`nothing waits on ${word}`);
}
