-- Sweeps on Tron that burn nothing: energy of the operator's own stake, lent to a deposit address and taken back.

alter table sweeps drop constraint sweeps_method_check;
alter table sweeps add constraint sweeps_method_check check (method in ('classic', 'batch', 'burn', 'energy'));

-- Stake that the gas wallet has lent to one deposit address, for one sweep.
create table energy_loans (
  merchant_id uuid not null references merchants (id),
  id uuid not null,
  sweep_id uuid not null,
  network text not null,
  to_address char(40) not null,
  stake numeric(38, 0) not null check (stake > 0), -- sun
  state text not null check (state in ('lending', 'lent', 'reclaiming', 'reclaimed', 'failed')),
  blocked_reason text,
  retry_at timestamptz(3),
  created_at timestamptz(3) not null,
  ended_at timestamptz(3),
  primary key (merchant_id, id),
  foreign key (merchant_id, sweep_id) references sweeps (merchant_id, id)
);
-- The chain adds up what one account lends to another: two loans at once could not be told apart.
create unique index energy_loans_one_live on energy_loans (network, to_address) where state not in ('reclaimed', 'failed');
create index energy_loans_live on energy_loans (network, state) where state not in ('reclaimed', 'failed');
create index energy_loans_sweep on energy_loans (merchant_id, sweep_id);
call protect_merchant_table('energy_loans', 'merchant_id');

-- What the operator decided about the gas wallet's stake.
create table stake_orders (
  id uuid primary key,
  network text not null,
  kind text not null check (kind in ('stake', 'unstake', 'withdraw')),
  amount numeric(38, 0) not null check (amount > 0 or (amount = 0 and kind = 'withdraw')), -- sun
  state text not null check (state in ('ordered', 'sending', 'done', 'failed')),
  blocked_reason text,
  created_at timestamptz(3) not null,
  ended_at timestamptz(3)
);
create index stake_orders_live on stake_orders (network) where state in ('ordered', 'sending');

alter table signing_requests drop constraint signing_requests_purpose_check;
alter table signing_requests add constraint signing_requests_purpose_check
  check (purpose in ('sweep_gas', 'sweep_token', 'wallet_gas', 'withdrawal', 'withdrawal_cancel',
    'delegate_deployment', 'sweep_batch', 'energy_loan', 'energy_reclaim', 'stake_order'));
alter table signing_requests drop constraint signing_requests_kind_check;
alter table signing_requests add constraint signing_requests_kind_check
  check (kind in ('token', 'native', 'deploy_delegate', 'sweep_batch', 'stake_energy', 'unstake_energy',
    'withdraw_unstaked', 'lend_energy', 'reclaim_energy'));
alter table signing_requests drop constraint signing_requests_value_check;
alter table signing_requests add constraint signing_requests_value_check
  check (value > 0 or (value = 0 and (purpose in ('withdrawal_cancel', 'delegate_deployment')
    or (purpose = 'stake_order' and kind = 'withdraw_unstaked'))));

grant select, insert, update (state, blocked_reason, retry_at, ended_at) on energy_loans to tillgate_worker;
grant select, insert, update (state, blocked_reason, ended_at) on stake_orders to tillgate_worker;
