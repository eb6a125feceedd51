-- Keys that say what they may do, from where and how much, that roll with an overlap and are known by a name.
-- 'all' is every scope, also of endpoints to come: what keys could do before there were scopes.
alter table api_keys
  add column name text not null default 'First key' check (char_length(name) between 1 and 100),
  add column scopes text[] not null default '{all}' check (cardinality(scopes) > 0),
  -- beside the merchant's own list: both must let the caller in
  add column ip_allow_list text[] not null default '{}',
  -- micro-USDT per day of UTC; null: the merchant's cap
  add column daily_cap_units bigint check (daily_cap_units >= 0),
  -- null: none
  add column daily_cap_with_secret_units bigint check (daily_cap_with_secret_units >= 0),
  -- to the minute
  add column last_used_at timestamptz(3),
  add column expires_at timestamptz(3),
  add column replaced_by uuid,
  add foreign key (merchant_id, replaced_by) references api_keys (merchant_id, id);

-- A cap of null was chosen ("none") or never set (the environment's default): this tells which.
alter table merchants add column key_daily_cap_set boolean not null default false;
update merchants set key_daily_cap_set = true where key_daily_cap_units is not null;

drop function find_api_key(bytea);
-- Times are told from the database's own clock on, whatever the caller's says.
create function find_api_key(hash bytea)
returns table (key_id uuid, key_secret_hash bytea, key_scopes text[], key_ip_allow_list text[],
  key_cap_is_set boolean, key_cap_units bigint, key_cap_with_secret_units bigint,
  key_expires_in_ms double precision, key_used_ms_ago double precision, merchant jsonb)
language sql stable security definer set search_path = public, pg_temp as $$
  select k.id, k.secret_hash, k.scopes, k.ip_allow_list,
    k.daily_cap_units is not null or m.key_daily_cap_set, coalesce(k.daily_cap_units, m.key_daily_cap_units),
    k.daily_cap_with_secret_units,
    extract(epoch from k.expires_at - now()) * 1000, extract(epoch from now() - k.last_used_at) * 1000,
    to_jsonb(m) - 'webhook_secret'
  from api_keys k join merchants m on m.id = k.merchant_id
  where k.key_hash = hash and k.status = 'active' and (k.expires_at is null or k.expires_at > now())
$$;
revoke execute on function find_api_key(bytea) from public;
grant execute on function find_api_key(bytea) to tillgate_web, tillgate_worker;

-- What one key moved out on a day of UTC, with and without its secret counted apart.
create table key_spending (
  merchant_id uuid not null,
  key_id uuid not null,
  day date not null,
  with_secret boolean not null,
  spent_units bigint not null check (spent_units > 0),
  primary key (merchant_id, key_id, day, with_secret),
  foreign key (merchant_id, key_id) references api_keys (merchant_id, id)
);
call protect_merchant_table('key_spending', 'merchant_id');

grant update (name, scopes, ip_allow_list, daily_cap_units, daily_cap_with_secret_units, last_used_at, expires_at,
  replaced_by) on api_keys to tillgate_web, tillgate_worker;
grant update (key_daily_cap_set) on merchants to tillgate_web, tillgate_worker;
grant select, insert, update (spent_units) on key_spending to tillgate_web, tillgate_worker;
