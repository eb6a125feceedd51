-- Money on its way from a deposit address to its merchant's wallet.
create table sweeps (
  merchant_id uuid not null references merchants (id),
  id uuid not null,
  network text not null,
  from_address char(40) not null,
  to_address char(40) not null,
  amount_units bigint not null check (amount_units > 0),
  state text not null check (state in ('planned', 'funding', 'sending', 'settled')),
  attempt integer not null default 1,
  blocked_reason text,
  retry_at timestamptz(3),
  tx_hash char(64),
  received_units bigint,
  created_at timestamptz(3) not null,
  settled_at timestamptz(3),
  primary key (merchant_id, id)
);
-- An address has one sweep at a time.
create unique index sweeps_one_live on sweeps (network, from_address) where state <> 'settled';
create index sweeps_live on sweeps (network, state) where state <> 'settled';
call protect_merchant_table('sweeps', 'merchant_id');

-- Where the worker and the signer meet. A row is the request, then the signed bytes, then what became of them:
-- nothing is broadcast that is not stored here first.
create table signing_requests (
  id uuid primary key,
  network text not null,
  purpose text not null check (purpose in ('sweep_gas', 'sweep_token')),
  cause_id uuid not null,
  attempt integer not null check (attempt > 0),
  merchant_id uuid references merchants (id),
  path_purpose text not null check (path_purpose in ('deposit', 'merchant', 'gas')),
  path_index integer not null,
  kind text not null check (kind in ('token', 'native')),
  from_address char(40) not null,
  to_address char(40) not null,
  value numeric(78, 0) not null check (value > 0),
  max_fee numeric(78, 0) not null check (max_fee >= 0),
  payload text not null,
  nonce bigint,
  expires_at timestamptz(3),
  state text not null check (state in ('pending', 'signed', 'broadcast', 'final', 'reverted', 'dead', 'refused')),
  refusal text,
  raw text,
  tx_hash char(64),
  broadcasts integer not null default 0,
  last_broadcast_at timestamptz(3),
  last_error text,
  fee_paid numeric(38, 0),
  created_at timestamptz(3) not null,
  signed_at timestamptz(3),
  ended_at timestamptz(3),
  unique (purpose, cause_id, attempt),
  unique (network, tx_hash),
  check ((raw is null) = (tx_hash is null))
);
-- Never two live transactions for one cause.
create unique index signing_requests_one_live on signing_requests (purpose, cause_id)
  where state in ('pending', 'signed', 'broadcast');
-- One live transaction per account and nonce; a refused one never was.
create unique index signing_requests_nonce on signing_requests (network, from_address, nonce)
  where nonce is not null and state <> 'refused';
create index signing_requests_live on signing_requests (network, state) where state in ('pending', 'signed', 'broadcast');
alter table signing_requests enable row level security;
create policy worker_all on signing_requests to tillgate_worker using (true) with check (true);

-- Ethereum: the next nonce of an account of ours, allocated under this row's lock.
create table wallet_nonces (
  network text not null,
  address char(40) not null,
  next_nonce bigint not null,
  primary key (network, address)
);

-- What the chains took in their own coin (wei, sun). Not in the ledger: another asset.
create table network_costs (
  network text not null,
  tx_hash char(64) not null,
  asset text not null,
  amount numeric(38, 0) not null check (amount >= 0),
  purpose text not null,
  cause_id uuid not null,
  merchant_id uuid,
  created_at timestamptz(3) not null,
  primary key (network, tx_hash)
);

-- Test money that someone asked for in the sandbox; the worker sends it.
create table sandbox_payments (
  merchant_id uuid not null references merchants (id),
  id uuid not null,
  network text not null,
  to_address text not null,
  amount_units bigint not null check (amount_units > 0),
  state text not null check (state in ('asked', 'signed', 'sent', 'failed')),
  raw text, -- stored before it is sent, like every transaction
  tx_hash text,
  error text,
  created_at timestamptz(3) not null,
  sent_at timestamptz(3),
  primary key (merchant_id, id)
);
create index sandbox_payments_open on sandbox_payments (created_at) where state in ('asked', 'signed');
call protect_merchant_table('sandbox_payments', 'merchant_id');

grant select, insert, update (state, attempt, blocked_reason, retry_at, tx_hash, received_units, settled_at)
  on sweeps to tillgate_worker;
grant select, insert, update on signing_requests, wallet_nonces to tillgate_worker;
grant select on sweeps to tillgate_web;
grant select, insert on network_costs to tillgate_worker;
grant select, insert on sandbox_payments to tillgate_web;
grant select, insert, update on sandbox_payments to tillgate_worker;
