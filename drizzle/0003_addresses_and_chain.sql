-- Every address of ours. Deposit addresses form one pool per network: the signer fills and verifies it,
-- an address is bound to a merchant when it is taken, and never changes hands.
create table addresses (
  network text not null,
  address char(40) not null,
  display text not null,
  purpose text not null check (purpose in ('deposit', 'merchant', 'gas')),
  path_index integer not null,
  verified_at timestamptz(3) not null,
  merchant_id uuid references merchants (id),
  owner_kind text check (owner_kind in ('invoice', 'user', 'merchant', 'gas')),
  owner_id uuid,
  taken_at timestamptz(3),
  -- what the sweep planner looks at: final money that lies here since when (the ledger says how much exactly)
  unswept_since timestamptz(3),
  unswept_units bigint not null default 0 check (unswept_units >= 0),
  primary key (network, address),
  unique (network, purpose, path_index)
);
create index addresses_free on addresses (network, path_index) where purpose = 'deposit' and owner_kind is null;
create index addresses_unswept on addresses (network, unswept_since) where unswept_since is not null;
create index addresses_merchant on addresses (merchant_id, network, purpose);
call protect_merchant_table('addresses', 'merchant_id');

-- Takes the next free address of a network for an owner; no row when the pool is empty.
create function take_deposit_address(p_network text, p_merchant uuid, p_owner_kind text, p_owner uuid, p_at timestamptz)
returns table (address char(40), display text)
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if session_user = 'tillgate_web' and p_merchant is distinct from app_merchant() then
    raise exception 'address for another merchant' using errcode = 'insufficient_privilege';
  end if;
  return query
    update addresses a set merchant_id = p_merchant, owner_kind = p_owner_kind, owner_id = p_owner, taken_at = p_at
    where (a.network, a.address) = (
      select f.network, f.address from addresses f
      where f.network = p_network and f.purpose = 'deposit' and f.owner_kind is null
      order by f.path_index for update skip locked limit 1)
    returning a.address, a.display;
end $$;

-- Whether an address is any of ours, whoever asks (a destination must not be one).
create function is_gateway_address(p_network text, p_address char(40)) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select 1 from addresses where network = p_network and address = p_address)
$$;

-- How far a network has been read. One row per network.
create table chain_cursors (
  network text primary key,
  identity text not null,
  height bigint not null,
  hash char(64) not null,
  block_time timestamptz(3) not null,
  latest_height bigint not null,
  final_height bigint not null,
  final_time timestamptz(3) not null,
  scanned_at timestamptz(3) not null,
  halted_reason text
);

-- The recent blocks, so that a reorganisation is unwound to the common ancestor.
create table chain_blocks (
  network text not null,
  height bigint not null,
  hash char(64) not null,
  parent_hash char(64) not null,
  block_time timestamptz(3) not null,
  primary key (network, height)
);

-- A Transfer log that pays one of our addresses. Its key is the chain's: (network, hash, index in the transaction).
create table chain_transfers (
  network text not null,
  tx_hash char(64) not null,
  log_index integer not null,
  height bigint not null,
  block_hash char(64) not null,
  block_time timestamptz(3) not null,
  from_address char(40) not null,
  to_address char(40) not null,
  amount_units bigint not null check (amount_units > 0),
  state text not null check (state in ('seen', 'final', 'orphaned')),
  merchant_id uuid not null references merchants (id),
  owner_kind text not null check (owner_kind in ('invoice', 'user', 'merchant')),
  owner_id uuid,
  late boolean not null default false,
  first_seen_at timestamptz(3) not null,
  final_at timestamptz(3),
  primary key (network, tx_hash, log_index)
);
create index chain_transfers_owner on chain_transfers (merchant_id, owner_id, first_seen_at);
create index chain_transfers_pending on chain_transfers (network, height) where state = 'seen';
create index chain_transfers_hash on chain_transfers (merchant_id, tx_hash);
call protect_merchant_table('chain_transfers', 'merchant_id');

-- Whose an address is, and how people write it, never changes: only what lies there does.
grant select, insert, update (unswept_since, unswept_units) on addresses to tillgate_worker;
grant select on addresses to tillgate_web;
grant select, insert, update on chain_cursors to tillgate_worker;
grant select on chain_cursors to tillgate_web;
grant select, insert, update, delete on chain_blocks to tillgate_worker;
grant select, insert, update on chain_transfers to tillgate_worker;
grant select on chain_transfers to tillgate_web;
revoke execute on function take_deposit_address(text, uuid, text, uuid, timestamptz) from public;
grant execute on function take_deposit_address(text, uuid, text, uuid, timestamptz) to tillgate_web, tillgate_worker;
revoke execute on function is_gateway_address(text, char) from public;
grant execute on function is_gateway_address(text, char) to tillgate_web, tillgate_worker;
