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
      received_units, credited_units, fee_payer, fee_tiers, credit_at, status, exception, reference_id, created_at, expires_at,
      detected_at, confirmed_at, failed_at)
    select ${merchantId}, uuidv7(), n, 'INV-7-' || n, 'c' || (${from}::bigint + n), ${network(owner)},
      'a' || (${from}::bigint + n), 'T' || n, ${amount(owner)}, case when n % 5 < 3 then ${amount(owner)} else 0 end,
      case when n % 5 < 3 then ${amount(owner)} else 0 end,
      'merchant', '[]', 'sweep', (array['confirmed', 'confirmed', 'confirmed', 'failed', 'initiated'])[1 + n % 5],
      case when n % 100 = 3 then 'underpaid' else 'none' end, 'order-' || n, at, ${YEAR},
      case when n % 5 < 3 then at + interval '1 s' * (n % 900) end, case when n % 5 < 3 then at + interval '20 min' end,
      case when n % 5 = 3 then at + interval '1 h' end
    from (select n, ${YEAR}::timestamptz + n * ${2 * step}::float8 * interval '1 s' as at
      from generate_series(1, ${invoices}::int) n) made`;
  await owner.sql`
    insert into deposits (merchant_id, id, kind, customer_id, user_id, network, wallet_address, tx_hash, log_index,
      amount_units, status, created_at, detected_at, confirmed_at)
    select ${merchantId}, uuidv7(), 'user', ${customer}, 'user', ${network(owner)}, 'U' || n % 1000,
      lpad(to_hex(${from}::bigint + n), 64, '0'), 0, ${amount(owner)},
      (array['confirmed', 'confirmed', 'failed'])[1 + n % 3], at, ${YEAR}, case when n % 3 < 2 then at end
    from (select n, ${YEAR}::timestamptz + n * ${step / 0.3}::float8 * interval '1 s' as at
      from generate_series(1, ${deposits}::int) n) made`;
  await owner.sql`
    insert into chain_transfers (network, tx_hash, log_index, height, block_hash, block_time, from_address, to_address,
      amount_units, state, merchant_id, owner_kind, owner_id, first_seen_at)
    select network, tx_hash, 0, 1, tx_hash, created_at, 'a', 'b', amount_units, 'final', merchant_id, 'user', id,
      created_at from deposits where merchant_id = ${merchantId}`;
  await owner.sql`
    insert into withdrawals (merchant_id, id, type, origin, customer_id, user_id, network, to_address, wallet_address,
      amount_units, fee_units, net_units, hold_units, figure_units, fee_payer, state, created_at, completed_at)
    select ${merchantId}, uuidv7(), 'withdrawal', 'api', ${customer}, 'user', ${network(owner)}, 'a', 'W' || n % 1000,
      ${amount(owner)}, 0, ${amount(owner)}, ${amount(owner)}, ${amount(owner)}, 'merchant',
      (array['settled', 'settled', 'failed'])[1 + n % 3], at, case when n % 3 < 2 then at end
    from (select n, ${YEAR}::timestamptz + n * ${step / 0.2}::float8 * interval '1 s' as at
      from generate_series(1, ${withdrawals}::int) n) made`;
  await owner.sql`vacuum analyze invoices, deposits, withdrawals, chain_transfers`;
}

/** From 5 USDT to 14.99, in the same number of each. */
function amount(owner: Database) {
  return owner.sql`(5000000 + n % 1000 * 10000)`;
}

function network(owner: Database) {
  return owner.sql`(array['USDT-TRC20', 'USDT-TRC20', 'USDT-TRC20', 'USDT-ERC20'])[1 + n % 4]`;
}
