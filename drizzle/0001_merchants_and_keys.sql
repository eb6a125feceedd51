-- Two walls between merchants: the query helper filters, and these policies hold when it is forgotten.
create function app_merchant() returns uuid language sql stable parallel safe
  return nullif(current_setting('app.merchant', true), '')::uuid;

-- Puts a merchant's table behind row-level security. The web role sees the merchant of its transaction,
-- the worker role works across merchants, the owner runs the SECURITY DEFINER functions.
create procedure protect_merchant_table(target regclass, merchant_column text) language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format(
    'create policy web_own_merchant on %s to tillgate_web using (%I = (select app_merchant())) with check (%I = (select app_merchant()))',
    target, merchant_column, merchant_column);
  execute format('create policy worker_all on %s to tillgate_worker using (true) with check (true)', target);
  execute format('create policy owner_all on %s to current_user using (true) with check (true)', target);
end $$;

-- Refuses whoever it is: history is added to, never changed.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;

create table merchants (
  id uuid primary key,
  number integer not null unique check (number > 0),
  client_id char(24) not null unique,
  name text not null,
  status text not null default 'active' check (status in ('active', 'suspended')),
  webhook_url text,
  webhook_secret text not null,
  deposit_fee_payer text not null default 'merchant' check (deposit_fee_payer in ('merchant', 'user')),
  withdrawal_fee_payer text not null default 'user' check (withdrawal_fee_payer in ('merchant', 'user')),
  underpayment_tolerance_ppm integer not null default 0 check (underpayment_tolerance_ppm between 0 and 100000),
  credit_at text not null default 'sweep' check (credit_at in ('sweep', 'finality')),
  require_secret boolean not null default false,
  ip_allow_list text[] not null default '{}',
  auto_withdraw boolean not null default false,
  max_auto_withdraw_units bigint not null default 100000000,
  apply_limits_to_api boolean not null default false,
  fee_tiers jsonb not null,
  key_daily_cap_units bigint,
  webhook_on_cancel boolean not null default false,
  rate_limits jsonb not null default '{}',
  created_at timestamptz(3) not null
);
call protect_merchant_table('merchants', 'id');

create table merchant_counters (
  merchant_id uuid primary key references merchants (id),
  last_invoice_number bigint not null default 0
) with (fillfactor = 50);
call protect_merchant_table('merchant_counters', 'merchant_id');

create table api_keys (
  merchant_id uuid not null references merchants (id),
  id uuid not null,
  key_hash bytea not null unique,
  secret_hash bytea not null,
  prefix text not null,
  status text not null default 'active' check (status in ('active', 'revoked')),
  created_at timestamptz(3) not null,
  revoked_at timestamptz(3),
  primary key (merchant_id, id)
);
call protect_merchant_table('api_keys', 'merchant_id');

-- Who is calling is asked before there is a merchant: the one read by key hash.
-- pg_temp is named, and last, in every function that runs as the owner: unnamed it would come first, and a
-- caller's temporary table would stand in for ours.
create function find_api_key(hash bytea)
returns table (key_id uuid, key_secret_hash bytea, merchant jsonb)
language sql stable security definer set search_path = public, pg_temp as $$
  select k.id, k.secret_hash, to_jsonb(m) - 'webhook_secret'
  from api_keys k join merchants m on m.id = k.merchant_id
  where k.key_hash = hash and k.status = 'active'
$$;

create table audit_log (
  merchant_id uuid,
  id uuid not null,
  actor text not null,
  action text not null,
  subject_kind text not null,
  subject_id text not null,
  request_id text not null,
  data jsonb not null,
  created_at timestamptz(3) not null,
  primary key (id)
);
create index audit_log_subject on audit_log (merchant_id, subject_id, id);
create trigger audit_log_append_only before update or delete or truncate on audit_log
  for each statement execute function refuse_change();
call protect_merchant_table('audit_log', 'merchant_id');

create table idempotency_keys (
  merchant_id uuid not null references merchants (id),
  endpoint text not null,
  key text not null,
  fingerprint bytea not null,
  subject_id text,
  status integer,
  body text,
  created_at timestamptz(3) not null,
  primary key (merchant_id, endpoint, key)
);
create index idempotency_keys_age on idempotency_keys (created_at);
call protect_merchant_table('idempotency_keys', 'merchant_id');

-- rate-limiter-flexible's own columns: counters are shared by every instance and outlast a restart.
create table rate_limits (
  key varchar(255) primary key,
  points integer not null default 0,
  expire bigint
) with (fillfactor = 50);
create index rate_limits_expire on rate_limits (expire);

-- One row per process that works in loops; ready looks at its age.
create table heartbeats (
  name text primary key,
  at timestamptz(3) not null,
  data jsonb not null default '{}'
);

-- What was fixed when a row was made has no grant to change it: numbers are derivation paths, hashes are identities.
grant select, insert on merchants, merchant_counters, api_keys to tillgate_web, tillgate_worker;
grant update (name, webhook_url, webhook_secret, deposit_fee_payer, withdrawal_fee_payer, underpayment_tolerance_ppm,
  credit_at, require_secret, ip_allow_list, auto_withdraw, max_auto_withdraw_units, apply_limits_to_api, fee_tiers,
  key_daily_cap_units, webhook_on_cancel) on merchants to tillgate_web, tillgate_worker;
grant update (status, rate_limits) on merchants to tillgate_worker;
grant update (last_invoice_number) on merchant_counters to tillgate_web, tillgate_worker;
grant update (status, revoked_at) on api_keys to tillgate_web, tillgate_worker;
grant select, insert on audit_log to tillgate_web, tillgate_worker;
grant select, insert, update, delete on idempotency_keys, rate_limits to tillgate_web, tillgate_worker;
grant select, insert, update on heartbeats to tillgate_web, tillgate_worker;
grant select on migrations to tillgate_web, tillgate_worker;
revoke execute on function find_api_key(bytea) from public;
grant execute on function find_api_key(bytea) to tillgate_web, tillgate_worker;
