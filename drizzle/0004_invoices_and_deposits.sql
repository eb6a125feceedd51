create table invoices (
  merchant_id uuid not null references merchants (id),
  id uuid not null,
  number bigint not null,
  invoice_no text not null,
  code char(22) not null unique,
  network text not null,
  address char(40) not null,
  wallet_address text not null,
  amount_units bigint not null check (amount_units > 0),
  tolerance_units bigint not null default 0 check (tolerance_units >= 0 and tolerance_units < amount_units),
  -- final money that came, and how much of it stands in the merchant's balance (fee included)
  received_units bigint not null default 0 check (received_units >= 0),
  credited_units bigint not null default 0 check (credited_units >= 0 and credited_units <= received_units),
  fee_units bigint not null default 0 check (fee_units >= 0 and fee_units <= credited_units),
  -- frozen when the invoice was made
  fee_payer text not null check (fee_payer in ('merchant', 'user')),
  fee_tiers jsonb not null,
  credit_at text not null check (credit_at in ('sweep', 'finality')),
  status text not null default 'initiated'
    check (status in ('initiated', 'amount_confirmed', 'confirmed', 'failed', 'cancelled')),
  exception text not null default 'none' check (exception in ('none', 'underpaid', 'overpaid', 'late')),
  reason text,
  late boolean not null default false,
  callback_url text,
  webhook_url text,
  username text,
  first_name text,
  last_name text,
  email text,
  phone_number text,
  description text,
  reference_id text,
  remarks text,
  settling_tx_hash char(64),
  created_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  detected_at timestamptz(3),
  settled_at timestamptz(3),
  confirmed_at timestamptz(3),
  failed_at timestamptz(3),
  cancelled_at timestamptz(3),
  revision integer not null default 0,
  primary key (merchant_id, id),
  unique (merchant_id, number),
  unique (network, address)
) with (fillfactor = 80);
create index invoices_by_status on invoices (merchant_id, status, id desc);
create index invoices_by_reference on invoices (merchant_id, reference_id);
create index invoices_by_wallet on invoices (merchant_id, wallet_address);
create index invoices_due on invoices (network, expires_at) where status = 'initiated';
create index invoices_to_credit on invoices (network, settled_at) where status = 'amount_confirmed';
call protect_merchant_table('invoices', 'merchant_id');

-- Where an invoice lives, asked by its public code alone, before there is a merchant.
create function find_checkout(p_code char(22)) returns table (merchant_id uuid, invoice_id uuid, merchant_name text)
language sql stable security definer set search_path = public, pg_temp as $$
  select i.merchant_id, i.id, m.name from invoices i join merchants m on m.id = i.merchant_id where i.code = p_code
$$;

-- Deposits that belong to no invoice: top-ups of a merchant's own wallet.
create table deposits (
  merchant_id uuid not null references merchants (id),
  id uuid not null,
  kind text not null check (kind in ('top_up')),
  network text not null,
  wallet_address text not null,
  tx_hash char(64) not null,
  log_index integer not null,
  amount_units bigint not null check (amount_units > 0),
  status text not null check (status in ('initiated', 'confirmed', 'failed')),
  reason text,
  created_at timestamptz(3) not null,
  detected_at timestamptz(3) not null,
  confirmed_at timestamptz(3),
  primary key (merchant_id, id),
  unique (merchant_id, network, tx_hash, log_index)
);
create index deposits_by_status on deposits (merchant_id, status, id desc);
call protect_merchant_table('deposits', 'merchant_id');

-- What was agreed (sum, address, fees, time) has no grant to change it.
grant select, insert, update (received_units, credited_units, fee_units, status, exception, reason, late, remarks,
  settling_tx_hash, detected_at, settled_at, confirmed_at, failed_at, cancelled_at, revision)
  on invoices to tillgate_web, tillgate_worker;
grant select on deposits to tillgate_web;
grant select, insert, update on deposits to tillgate_worker;
revoke execute on function find_checkout(char) from public;
grant execute on function find_checkout(char) to tillgate_web, tillgate_worker;
