-- Several sweeps of a merchant in one transaction, where that is cheaper (Ethereum, EIP-7702).

alter table sweeps drop constraint sweeps_state_check;
alter table sweeps add constraint sweeps_state_check
  check (state in ('planned', 'funding', 'sending', 'batched', 'settled'));
alter table sweeps
  -- how the money was moved; null until that is decided
  add column method text check (method in ('classic', 'batch', 'burn')),
  -- the batch that moves it, or that moved it
  add column batch_id uuid,
  -- what was cheaper failed for this one: it goes the plain way from now on
  add column plain_only boolean not null default false,
  add check (state <> 'batched' or batch_id is not null);

-- One transaction that sweeps several deposit addresses of a merchant to its wallet.
create table sweep_batches (
  merchant_id uuid not null references merchants (id),
  id uuid not null,
  network text not null,
  delegate char(40) not null, -- the contract through which the gas wallet sweeps to that wallet
  to_address char(40) not null,
  state text not null check (state in ('sending', 'settled', 'failed')),
  created_at timestamptz(3) not null,
  ended_at timestamptz(3),
  primary key (merchant_id, id)
);
create index sweep_batches_live on sweep_batches (network) where state = 'sending';
call protect_merchant_table('sweep_batches', 'merchant_id');

create table sweep_batch_members (
  merchant_id uuid not null,
  batch_id uuid not null,
  position integer not null check (position >= 0),
  sweep_id uuid not null,
  from_address char(40) not null,
  amount_units bigint not null check (amount_units > 0),
  authorizes bigint, -- the address's nonce that its authorization uses up; null: it had authorized before
  primary key (merchant_id, batch_id, position),
  unique (merchant_id, batch_id, sweep_id),
  foreign key (merchant_id, batch_id) references sweep_batches (merchant_id, id),
  foreign key (merchant_id, sweep_id) references sweeps (merchant_id, id)
);
create index sweep_batch_members_sweep on sweep_batch_members (merchant_id, sweep_id);
call protect_merchant_table('sweep_batch_members', 'merchant_id');

alter table signing_requests drop constraint signing_requests_purpose_check;
alter table signing_requests add constraint signing_requests_purpose_check
  check (purpose in ('sweep_gas', 'sweep_token', 'wallet_gas', 'withdrawal', 'withdrawal_cancel',
    'delegate_deployment', 'sweep_batch'));
alter table signing_requests drop constraint signing_requests_kind_check;
alter table signing_requests add constraint signing_requests_kind_check
  check (kind in ('token', 'native', 'deploy_delegate', 'sweep_batch'));
alter table signing_requests drop constraint signing_requests_value_check;
alter table signing_requests add constraint signing_requests_value_check
  check (value > 0 or (value = 0 and purpose in ('withdrawal_cancel', 'delegate_deployment')));

grant update (method, batch_id, plain_only) on sweeps to tillgate_worker;
grant select, insert, update (state, ended_at) on sweep_batches to tillgate_worker;
grant select, insert on sweep_batch_members to tillgate_worker;
