import type { Database } from "@/lib/db";
import { newId } from "@/lib/kit";

const YEAR = "2025-01-01T00:00:00Z";
const SECONDS = 365 * 86_400;

/**
 * So many transactions of one merchant over a year, written as the owner: half invoices, three tenths users'
 * deposits, a fifth withdrawals, on both networks and in every state that is common. `from` keeps addresses and
 * hashes of several merchants apart.
 */
export async function addTransactions(
  owner: Database,
  merchantId: string,
  count: number,
  from: number,
): Promise<void> {
  const customer = newId();
  const step = SECONDS / count;
  const [invoices, deposits] = [count / 2, Math.round(count * 0.3)];
  const withdrawals = count - invoices - deposits;
  await owner.sql`insert into customers (merchant_id, id, user_id, email, is_active, created_at)
    values (${merchantId}, ${customer}, 'user', 'user@example.com', true, ${YEAR})`;
  await owner.sql`
    insert into invoices (merchant_id, id, number, invoice_no, code, network, address, wallet_address, amount_units,
      fee_payer, fee_tiers, credit_at, status, reference_id, created_at, expires_at)
    select ${merchantId}, uuidv7(), n, 'INV-7-' || n, 'c' || (${from}::bigint + n), ${network(owner)},
      'a' || (${from}::bigint + n), 'T' || n, 5000000, 'merchant', '[]', 'sweep',
      (array['confirmed', 'confirmed', 'confirmed', 'failed', 'initiated'])[1 + n % 5], 'order-' || n,
      ${YEAR}::timestamptz + n * ${2 * step}::float8 * interval '1 s', ${YEAR}
    from generate_series(1, ${invoices}::int) n`;
  await owner.sql`
    insert into deposits (merchant_id, id, kind, customer_id, user_id, network, wallet_address, tx_hash, log_index,
      amount_units, status, created_at, detected_at)
    select ${merchantId}, uuidv7(), 'user', ${customer}, 'user', ${network(owner)}, 'U' || n % 1000,
      lpad(to_hex(${from}::bigint + n), 64, '0'), 0, 5000000,
      (array['confirmed', 'confirmed', 'failed'])[1 + n % 3],
      ${YEAR}::timestamptz + n * ${step / 0.3}::float8 * interval '1 s', ${YEAR}
    from generate_series(1, ${deposits}::int) n`;
  await owner.sql`
    insert into chain_transfers (network, tx_hash, log_index, height, block_hash, block_time, from_address, to_address,
      amount_units, state, merchant_id, owner_kind, owner_id, first_seen_at)
    select network, tx_hash, 0, 1, tx_hash, created_at, 'a', 'b', amount_units, 'final', merchant_id, 'user', id,
      created_at from deposits where merchant_id = ${merchantId}`;
  await owner.sql`
    insert into withdrawals (merchant_id, id, type, origin, customer_id, user_id, network, to_address, wallet_address,
      amount_units, fee_units, net_units, hold_units, figure_units, fee_payer, state, created_at)
    select ${merchantId}, uuidv7(), 'withdrawal', 'api', ${customer}, 'user', ${network(owner)}, 'a', 'W' || n % 1000,
      5000000, 0, 5000000, 5000000, 5000000, 'merchant', (array['settled', 'settled', 'failed'])[1 + n % 3],
      ${YEAR}::timestamptz + n * ${step / 0.2}::float8 * interval '1 s'
    from generate_series(1, ${withdrawals}::int) n`;
  await owner.sql`vacuum analyze invoices, deposits, withdrawals, chain_transfers`;
}

function network(owner: Database) {
  return owner.sql`(array['USDT-TRC20', 'USDT-TRC20', 'USDT-TRC20', 'USDT-ERC20'])[1 + n % 4]`;
}
