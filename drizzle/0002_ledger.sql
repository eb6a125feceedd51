-- Double entry. An account is (merchant, path); a posting is a transaction with entries that sum to zero
-- (debit positive, credit negative). History is entries; a balance is its folded row plus the deltas that
-- are not folded yet, so that a posting which only adds to accounts locks nothing.
create table ledger_accounts (
  merchant_id uuid not null references merchants (id),
  path text not null,
  network text not null,
  kind text not null,
  ref text not null default '',
  asset text not null,
  scale smallint not null,
  normal smallint not null check (normal in (1, -1)), -- 1: debit-normal, -1: credit-normal
  created_at timestamptz(3) not null default now(),
  primary key (merchant_id, path),
  check (path = network || '/' || kind || case ref when '' then '' else '/' || ref end),
  check ((normal = 1) = (kind in ('chain', 'token_fee')))
);
create index ledger_accounts_kind on ledger_accounts (network, kind, ref);

create table ledger_transactions (
  merchant_id uuid not null references merchants (id),
  id uuid not null,
  cause text not null,
  kind text not null,
  fingerprint text not null,
  created_at timestamptz(3) not null default now(),
  primary key (merchant_id, id),
  unique (merchant_id, cause)
);

create table ledger_entries (
  merchant_id uuid not null,
  transaction_id uuid not null,
  line smallint not null,
  path text not null,
  amount_units bigint not null check (amount_units <> 0),
  primary key (merchant_id, transaction_id, line),
  foreign key (merchant_id, transaction_id) references ledger_transactions (merchant_id, id),
  foreign key (merchant_id, path) references ledger_accounts (merchant_id, path)
);
create index ledger_entries_account on ledger_entries (merchant_id, path, transaction_id);

create table ledger_balances (
  merchant_id uuid not null,
  path text not null,
  balance_units bigint not null default 0 check (balance_units >= 0), -- in the account's normal direction
  primary key (merchant_id, path),
  foreign key (merchant_id, path) references ledger_accounts (merchant_id, path)
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02);

create table ledger_deltas (
  merchant_id uuid not null,
  path text not null,
  transaction_id uuid not null,
  line smallint not null,
  amount_units bigint not null check (amount_units > 0), -- only what adds to an account
  primary key (merchant_id, path, transaction_id, line)
) with (autovacuum_vacuum_scale_factor = 0.02);

create trigger ledger_accounts_append_only before update or delete or truncate on ledger_accounts
  for each statement execute function refuse_change();
create trigger ledger_transactions_append_only before update or delete or truncate on ledger_transactions
  for each statement execute function refuse_change();
create trigger ledger_entries_append_only before update or delete or truncate on ledger_entries
  for each statement execute function refuse_change();

create function ledger_refuse_unbalanced() returns trigger language plpgsql as $$
begin
  if exists (
    select 1 from added e left join lateral (
      select x.network, x.asset from ledger_accounts x where x.merchant_id = e.merchant_id and x.path = e.path limit 1
    ) a on true
    group by e.merchant_id, e.transaction_id, a.network, a.asset having a.network is null or sum(e.amount_units) <> 0
  ) then
    raise exception 'ledger transaction does not balance, or has no account' using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger ledger_entries_balanced after insert on ledger_entries
  referencing new table as added for each statement execute function ledger_refuse_unbalanced();

call protect_merchant_table('ledger_accounts', 'merchant_id');
call protect_merchant_table('ledger_transactions', 'merchant_id');
call protect_merchant_table('ledger_entries', 'merchant_id');
call protect_merchant_table('ledger_balances', 'merchant_id');
call protect_merchant_table('ledger_deltas', 'merchant_id');

-- Moves an account's deltas into its balance row and answers the balance. The row's lock is taken first,
-- and the delete runs on a snapshot taken after it: two folds never count a delta twice.
create function ledger_fold(p_merchant uuid, p_path text) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  folded bigint;
  result bigint;
begin
  insert into ledger_balances (merchant_id, path) values (p_merchant, p_path) on conflict do nothing;
  perform 1 from ledger_balances where merchant_id = p_merchant and path = p_path for update;
  with gone as (
    delete from ledger_deltas where merchant_id = p_merchant and path = p_path returning amount_units
  ) select coalesce(sum(amount_units), 0) into folded from gone;
  if folded = 0 then
    select balance_units into result from ledger_balances where merchant_id = p_merchant and path = p_path;
  else
    update ledger_balances set balance_units = balance_units + folded
      where merchant_id = p_merchant and path = p_path returning balance_units into result;
  end if;
  return result;
end $$;

-- The one way to write the books, and one statement for the caller. Posts once per (merchant, cause): the
-- same posting again answers created = false, another posting under the same cause is refused. Accounts that
-- lose money are locked in path order and may not fall below zero; accounts that gain are not locked at all.
-- Which direction is a gain is the account's own word, never the caller's.
create function ledger_post(
  p_merchant uuid, p_id uuid, p_cause text, p_kind text,
  p_paths text[], p_networks text[], p_kinds text[], p_refs text[], p_assets text[],
  p_scales smallint[], p_normals smallint[], p_amounts bigint[]
) returns table (transaction_id uuid, created boolean)
-- Every statement here goes by a primary key. Planning it anew for each call was a third of the work, so plans
-- are kept; one that was made while the tables were empty must not read them from end to end later. Hence the
-- settings, and the subqueries: a join would be free to read all accounts of a merchant.
language plpgsql security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan
set enable_seqscan = off as $$
declare
  print text := md5(p_kind || '|' || array_to_string(p_paths, ',') || '|' || array_to_string(p_amounts, ','));
  known record;
  made record;
  have bigint;
  folded bigint;
begin
  if session_user = 'tillgate_web' and p_merchant is distinct from app_merchant() then
    raise exception 'posting for another merchant' using errcode = 'insufficient_privilege';
  end if;
  insert into ledger_transactions (merchant_id, id, cause, kind, fingerprint)
    values (p_merchant, p_id, p_cause, p_kind, print) on conflict (merchant_id, cause) do nothing;
  if not found then
    select t.id, t.fingerprint into known from ledger_transactions t
      where t.merchant_id = p_merchant and t.cause = p_cause;
    if known.fingerprint <> print then
      raise exception 'ledger cause % was posted with other contents', p_cause using errcode = 'unique_violation';
    end if;
    return query select known.id, false;
    return;
  end if;
  insert into ledger_accounts (merchant_id, path, network, kind, ref, asset, scale, normal)
    select distinct on (a.path) p_merchant, a.path, a.network, a.kind, a.ref, a.asset, a.scale, a.normal
    from unnest(p_paths, p_networks, p_kinds, p_refs, p_assets, p_scales, p_normals)
      as a (path, network, kind, ref, asset, scale, normal)
    where (select 1 from ledger_accounts x where x.merchant_id = p_merchant and x.path = a.path) is null
    order by a.path on conflict do nothing;
  with leg as materialized (
    select l.line, l.path, l.amount, l.amount * a.normal as gain, a.kind
    from unnest(p_paths, p_amounts) with ordinality as l (path, amount, line)
    left join lateral (
      select x.normal, x.kind from ledger_accounts x where x.merchant_id = p_merchant and x.path = l.path limit 1
    ) a on true
  ), entered as (
    insert into ledger_entries (merchant_id, transaction_id, line, path, amount_units)
    select p_merchant, p_id, line, path, amount from leg
  ), gained as (
    insert into ledger_deltas (merchant_id, path, transaction_id, line, amount_units)
    select p_merchant, path, p_id, line, gain from leg where gain > 0
  ), lost as (
    select path, -sum(gain)::bigint as loss from leg where gain < 0 group by path
  )
  select array_agg(path order by path) as paths, array_agg(loss order by path) as losses,
    (select count(*) from leg) as legs,
    (select bool_or(kind in ('chain', 'token_fee')) from leg) as on_chain
    into made from lost;
  if made.legs = 0 then
    raise exception 'ledger posting % has no entries', p_cause using errcode = 'check_violation';
  end if;
  -- What lies on a chain is for the process to say that reads it.
  if made.on_chain and session_user = 'tillgate_web' then
    raise exception 'posting of chain money' using errcode = 'insufficient_privilege';
  end if;
  for i in 1 .. coalesce(cardinality(made.paths), 0) loop
    select b.balance_units into have from ledger_balances b
      where b.merchant_id = p_merchant and b.path = made.paths[i] for update;
    if not found then
      insert into ledger_balances (merchant_id, path) values (p_merchant, made.paths[i]) on conflict do nothing;
      select b.balance_units into have from ledger_balances b
        where b.merchant_id = p_merchant and b.path = made.paths[i] for update;
    end if;
    with gone as (
      delete from ledger_deltas d where d.merchant_id = p_merchant and d.path = made.paths[i] returning d.amount_units
    ) select coalesce(sum(amount_units), 0) into folded from gone;
    if have + folded < made.losses[i] then
      raise exception 'ledger account % has % of %', made.paths[i], have + folded, made.losses[i]
        using errcode = 'TG001';
    end if;
    update ledger_balances b set balance_units = have + folded - made.losses[i]
      where b.merchant_id = p_merchant and b.path = made.paths[i];
  end loop;
  return query select p_id, true;
end $$;

grant select on ledger_accounts, ledger_transactions, ledger_entries, ledger_balances, ledger_deltas
  to tillgate_web, tillgate_worker;
revoke execute on function ledger_fold(uuid, text) from public;
grant execute on function ledger_fold(uuid, text) to tillgate_worker;
revoke execute on function ledger_post(uuid, uuid, text, text, text[], text[], text[], text[], text[], smallint[], smallint[], bigint[]) from public;
grant execute on function ledger_post(uuid, uuid, text, text, text[], text[], text[], text[], text[], smallint[], smallint[], bigint[])
  to tillgate_web, tillgate_worker;
