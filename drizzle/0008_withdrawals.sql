-- Money on its way out: a customer's withdrawal, the merchant's own payout, or collected fees going to the
-- operator. What was agreed at creation (recipient, sums, fee) never changes.
create table withdrawals (
  merchant_id uuid not null references merchants (id),
  id uuid not null,
  type text not null check (type in ('withdrawal', 'payout', 'fee_settlement')),
  origin text not null check (origin in ('api', 'request', 'dashboard', 'operator')),
  customer_id uuid,
  user_id text,
  network text not null,
  to_address char(40) not null,
  wallet_address text not null,
  amount_units bigint not null check (amount_units > 0),
  fee_units bigint not null check (fee_units >= 0),
  -- what the recipient gets, and what merchant and customer are debited
  net_units bigint not null check (net_units > 0),
  hold_units bigint not null check (hold_units >= 0),
  figure_units bigint not null check (figure_units >= 0),
  fee_payer text not null check (fee_payer in ('merchant', 'user')),
  -- approved: waits for liquidity or gas; sent: a signature was asked for, it may be on its way; included: in a
  -- block, told as completed; settled: final, the books posted
  state text not null check (state in ('pending', 'approved', 'sent', 'included', 'settled', 'failed', 'rejected')),
  callback_url text,
  description text,
  remarks text,
  reason text,
  blocked_reason text,
  retry_at timestamptz(3),
  tx_hash char(64),
  -- the block that holds it, once it is included
  included_height bigint,
  -- the week of a fee settlement: its Saturday
  period date,
  created_at timestamptz(3) not null,
  approved_at timestamptz(3),
  -- became completed, failed or rejected
  processed_at timestamptz(3),
  completed_at timestamptz(3),
  settled_at timestamptz(3),
  revision integer not null default 0,
  primary key (merchant_id, id),
  foreign key (merchant_id, customer_id) references customers (merchant_id, id),
  check ((type = 'withdrawal') = (customer_id is not null) and (type = 'withdrawal') = (user_id is not null)),
  check ((type = 'fee_settlement') = (period is not null)),
  check (net_units + fee_units = case fee_payer when 'user' then amount_units else amount_units + fee_units end),
  check (hold_units = case type when 'fee_settlement' then 0 else net_units + fee_units end),
  check (figure_units = case type when 'withdrawal' then amount_units else 0 end)
) with (fillfactor = 80);
create index withdrawals_by_state on withdrawals (merchant_id, state, id desc);
create index withdrawals_by_customer on withdrawals (merchant_id, customer_id, id desc) where customer_id is not null;
create index withdrawals_by_wallet on withdrawals (merchant_id, wallet_address);
create index withdrawals_by_hash on withdrawals (merchant_id, tx_hash) where tx_hash is not null;
create index withdrawals_open on withdrawals (network, created_at) where state in ('approved', 'sent', 'included');
-- Fees go out once per week, merchant and network.
create unique index withdrawals_one_settlement on withdrawals (merchant_id, network, period) where period is not null;
call protect_merchant_table('withdrawals', 'merchant_id');

-- Gas on its way to a merchant's wallet; one at a time.
create table wallet_fundings (
  merchant_id uuid not null references merchants (id),
  id uuid not null,
  network text not null,
  address char(40) not null,
  state text not null check (state in ('funding', 'done')),
  blocked_reason text,
  retry_at timestamptz(3),
  created_at timestamptz(3) not null,
  ended_at timestamptz(3),
  primary key (merchant_id, id)
);
create unique index wallet_fundings_one_live on wallet_fundings (network, address) where state = 'funding';
call protect_merchant_table('wallet_fundings', 'merchant_id');

-- A stuck transaction is replaced at its own nonce: `replaces` names the attempt whose place it takes. Of a
-- cause's attempts at one nonce the chain takes one, so those may live side by side; all others may not.
alter table signing_requests drop constraint signing_requests_purpose_check;
alter table signing_requests add constraint signing_requests_purpose_check
  check (purpose in ('sweep_gas', 'sweep_token', 'wallet_gas', 'withdrawal', 'withdrawal_cancel'));
alter table signing_requests drop constraint signing_requests_value_check;
alter table signing_requests add constraint signing_requests_value_check
  check (value > 0 or (value = 0 and purpose = 'withdrawal_cancel'));
alter table signing_requests
  add column replaces uuid references signing_requests (id),
  -- the quote that was built, as decimal strings: what a replacement must outbid
  add column terms jsonb not null default '{}',
  -- in a block that is not final yet: since when, and whether it succeeded there
  add column included_height bigint,
  add column included_status text check (included_status in ('success', 'reverted')),
  -- a node's last word that these bytes are never taken
  add column rejected_reason text;
drop index signing_requests_one_live;
create unique index signing_requests_one_live on signing_requests (purpose, cause_id)
  where state in ('pending', 'signed', 'broadcast') and replaces is null;
drop index signing_requests_nonce;
create unique index signing_requests_nonce on signing_requests (network, from_address, nonce)
  where nonce is not null and state <> 'refused' and replaces is null;
create unique index signing_requests_one_replacement on signing_requests (replaces)
  where replaces is not null and state <> 'refused';
create index signing_requests_by_nonce on signing_requests (network, from_address, nonce) where nonce is not null;

-- A week whose fees were settled on a network: what gathers after that waits for the next.
create table settlement_runs (
  network text not null,
  period date not null,
  ran_at timestamptz(3) not null,
  primary key (network, period)
);

grant select, insert, update (state, remarks, reason, processed_at, approved_at, revision)
  on withdrawals to tillgate_web;
grant select, insert, update (state, reason, blocked_reason, retry_at, tx_hash, included_height, approved_at, processed_at, completed_at,
  settled_at, revision) on withdrawals to tillgate_worker;
grant select, insert on settlement_runs to tillgate_worker;
grant select on wallet_fundings to tillgate_web;
grant select, insert, update (state, blocked_reason, retry_at, ended_at) on wallet_fundings to tillgate_worker;
