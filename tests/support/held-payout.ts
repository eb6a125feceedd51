import type { Database } from "@/lib/db";
import { newId } from "@/lib/kit";
import { withdrawalHeld, withdrawalReleased, withdrawalSettled } from "@/lib/ledger";
import { NETWORK, postOne, usdt } from "./books";
import { hash } from "./paid-invoice";

/** What belongs to one payout of a merchant: its row, its payment, its postings, its letter. */
export interface HeldPayout {
  readonly id: string;
  readonly tx: string;
}

/** A payout of so many whole USDT, one of them the fee, as it stands in that state when all is well. */
export async function addPayout(
  worker: Database,
  merchant: string,
  whole: number,
  state: "approved" | "settled" | "failed",
  wallet = "c".repeat(40),
): Promise<HeldPayout> {
  const made = { id: newId(), tx: hash() };
  const now = new Date();
  const paid = state === "settled";
  await worker.sql`insert into withdrawals ${worker.sql({
    merchant_id: merchant,
    id: made.id,
    type: "payout",
    origin: "dashboard",
    network: NETWORK,
    to_address: "d".repeat(40),
    wallet_address: "T",
    amount_units: whole * 1_000_000,
    fee_units: 1_000_000,
    net_units: (whole - 1) * 1_000_000,
    hold_units: whole * 1_000_000,
    figure_units: 0,
    fee_payer: "user",
    state,
    tx_hash: paid ? made.tx : null,
    created_at: now,
    completed_at: paid ? now : null,
  })}`;
  const money = { network: NETWORK, cause: made.id, amount: usdt(whole) };
  await postOne(worker, merchant, withdrawalHeld(money));
  if (state === "approved") return made;
  await worker.sql`insert into signing_requests ${worker.sql({
    id: newId(),
    network: NETWORK,
    purpose: "withdrawal",
    cause_id: made.id,
    attempt: 1,
    merchant_id: merchant,
    path_purpose: "merchant",
    path_index: 1,
    kind: "token",
    from_address: wallet,
    to_address: "d".repeat(40),
    value: (whole - 1) * 1_000_000,
    max_fee: 1,
    payload: "{}",
    raw: "00",
    tx_hash: made.tx,
    state: paid ? "final" : "dead",
    created_at: now,
  })}`;
  await worker.sql`insert into webhook_events ${worker.sql({
    merchant_id: merchant,
    id: newId(),
    type: "payout",
    subject_id: made.id,
    status: paid ? "completed" : "failed",
    body: "{}",
    next_attempt_at: now,
    created_at: now,
  })}`;
  const ended = paid
    ? withdrawalSettled({ ...money, wallet, fee: usdt(1) })
    : withdrawalReleased(money);
  await postOne(worker, merchant, ended);
  return made;
}
