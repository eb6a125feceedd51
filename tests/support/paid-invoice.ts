import { randomBytes } from "node:crypto";
import type { Database } from "@/lib/db";
import { newCheckoutCode, newId } from "@/lib/kit";
import { depositCredited, depositReceived, sweepSettled } from "@/lib/ledger";
import { NETWORK, postOne, usdt } from "./books";

export const hash = () => randomBytes(32).toString("hex");
const address = () => randomBytes(20).toString("hex");
let index = 0;

/** What belongs to one paid invoice. */
export interface Paid {
  readonly invoice: string;
  readonly address: string;
  readonly wallet: string;
  readonly tx: string;
  readonly sweep: string;
  readonly sweepTx: string;
}

async function addAddress(
  worker: Database,
  merchant: string,
  purpose: string,
  ownerId: string | null,
): Promise<string> {
  index += 1;
  const row = {
    network: NETWORK,
    address: address(),
    display: "T",
    purpose,
    path_index: index,
    verified_at: new Date(),
    merchant_id: merchant,
    owner_kind: ownerId ? "invoice" : "merchant",
    owner_id: ownerId,
    taken_at: new Date(),
  };
  await worker.sql`insert into addresses ${worker.sql(row)}`;
  return row.address;
}

/** An invoice that was paid 100, swept and confirmed with a fee of 1: what the books look like when all is well. */
export async function addPaidInvoice(worker: Database, merchant: string): Promise<Paid> {
  const invoice = newId();
  const wallet = await addAddress(worker, merchant, "merchant", null);
  const at = await addAddress(worker, merchant, "deposit", invoice);
  const made = { invoice, address: at, wallet, tx: hash(), sweep: newId(), sweepTx: hash() };
  const now = new Date();
  await worker.sql`insert into invoices ${worker.sql({
    merchant_id: merchant,
    id: invoice,
    number: index,
    invoice_no: `INV-${index}`,
    code: newCheckoutCode(),
    network: NETWORK,
    address: at,
    wallet_address: "T",
    amount_units: 100_000_000,
    received_units: 100_000_000,
    credited_units: 100_000_000,
    fee_units: 1_000_000,
    fee_payer: "merchant",
    fee_tiers: "[]",
    credit_at: "sweep",
    status: "confirmed",
    created_at: now,
    expires_at: now,
    confirmed_at: now,
  })}`;
  await worker.sql`insert into chain_transfers ${worker.sql({
    network: NETWORK,
    tx_hash: made.tx,
    log_index: 0,
    height: 1,
    block_hash: hash(),
    block_time: now,
    from_address: address(),
    to_address: at,
    amount_units: 100_000_000,
    state: "final",
    merchant_id: merchant,
    owner_kind: "invoice",
    owner_id: invoice,
    first_seen_at: now,
  })}`;
  await addSweep(worker, merchant, made, now);
  await worker.sql`insert into webhook_events ${worker.sql({
    merchant_id: merchant,
    id: newId(),
    type: "deposit",
    subject_id: invoice,
    status: "confirmed",
    body: "{}",
    next_attempt_at: now,
    created_at: now,
  })}`;
  const where = { network: NETWORK, record: invoice, amount: usdt(100) };
  const key = `${NETWORK}:${made.tx}:0`;
  await postOne(worker, merchant, depositReceived({ ...where, cause: key, address: at }));
  await postOne(
    worker,
    merchant,
    sweepSettled({
      network: NETWORK,
      cause: made.sweep,
      from: at,
      to: wallet,
      sent: usdt(100),
      received: usdt(100),
    }),
  );
  await postOne(worker, merchant, depositCredited({ ...where, cause: invoice, fee: usdt(1) }));
  return made;
}

async function addSweep(worker: Database, merchant: string, made: Paid, now: Date): Promise<void> {
  await worker.sql`insert into sweeps ${worker.sql({
    merchant_id: merchant,
    id: made.sweep,
    network: NETWORK,
    from_address: made.address,
    to_address: made.wallet,
    amount_units: 100_000_000,
    state: "settled",
    tx_hash: made.sweepTx,
    created_at: now,
  })}`;
  await addRequest(worker, merchant, made, { attempt: 1, state: "final", tx_hash: made.sweepTx });
}

async function addRequest(
  worker: Database,
  merchant: string,
  made: Paid,
  more: Record<string, unknown>,
): Promise<void> {
  index += 1;
  await worker.sql`insert into signing_requests ${worker.sql({
    id: newId(),
    network: NETWORK,
    purpose: "sweep_token",
    cause_id: made.sweep,
    merchant_id: merchant,
    path_purpose: "deposit",
    path_index: index,
    kind: "token",
    from_address: made.address,
    to_address: made.wallet,
    value: 100_000_000,
    max_fee: 1,
    payload: "{}",
    raw: "00",
    created_at: new Date(),
    ...more,
  })}`;
}
