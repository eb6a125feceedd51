-- The operator's area: what the person who runs the installation sees of all merchants, and what they order.

-- Every read across merchants asks this first. The web process must act for an operator who is active and has a second
-- factor; the worker and whoever migrates are the house itself.
create function require_operator() returns void
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  if session_user in ('tillgate_worker', current_user) then return; end if;
  if not exists (
    select 1 from users u join user_credentials c on c.user_id = u.id
    where u.id = app_user() and u.is_operator and u.status = 'active' and c.totp_secret is not null) then
    raise exception 'not an operator' using errcode = 'insufficient_privilege';
  end if;
end $$;

-- What an operator ordered at the dashboard; the worker carries it out, once.
create table operator_orders (
  id uuid primary key,
  kind text not null check (kind ~ '^[a-z]+\.[a-z-]+$' and char_length(kind) <= 60),
  input jsonb not null,
  ordered_by uuid not null references users (id),
  at timestamptz(3) not null,
  state text not null default 'waiting' check (state in ('waiting', 'done', 'failed')),
  problem text check (char_length(problem) between 1 and 1000),
  result jsonb,
  done_at timestamptz(3),
  check ((state = 'waiting') = (done_at is null)),
  check ((state = 'failed') = (problem is not null))
);
create index operator_orders_waiting on operator_orders (at, id) where state = 'waiting';
create index operator_orders_listed on operator_orders (at desc, id desc);
grant select, update (state, problem, result, done_at) on operator_orders to tillgate_worker;

-- The gas wallets as the worker last saw them, wei or sun: the web process reaches no chain.
create table gas_readings (
  network text primary key,
  address char(40) not null,
  balance numeric(78, 0) not null check (balance >= 0),
  seen_at timestamptz(3) not null
);
grant select, insert, update on gas_readings to tillgate_worker;

-- An invitation by the operator: the first owner of a merchant that the operator made. No merchant can say so.
alter table invitations add column by_operator boolean not null default false;
create policy web_invites_for_itself on invitations as restrictive for insert to tillgate_web with check (not by_operator);

-- Who invited as the operator, while that person still is one.
create function operator_of_invitation(p_merchant uuid, p_id uuid) returns table (email text, name text)
language sql stable security definer set search_path = public, pg_temp as $$
  select u.email, u.name from invitations i join users u on u.id = i.invited_by
  where i.merchant_id = p_merchant and i.id = p_id and i.by_operator and u.is_operator and u.status = 'active'
    and (session_user <> 'tillgate_web' or p_merchant = app_merchant())
$$;

create index network_costs_recent on network_costs (network, created_at desc);
create index withdrawals_settlements on withdrawals (created_at desc, id desc) where period is not null;

-- Whether a sweep has not ended for longer than it should: something is in its way, or it is over the usual time.
create function sweep_is_stuck(p_network text, p_created_at timestamptz, p_blocked text) returns boolean
language sql stable parallel safe as $$
  select p_created_at < now() - case
    when p_blocked is not null then interval '1 minute'
    when p_network = 'USDT-ERC20' then interval '20 minutes'
    else interval '5 minutes' end
$$;

create function operator_networks(p_networks text[])
returns table (network text, head bigint, scanned bigint, final bigint, scanned_at timestamptz, halted_reason text,
  free_addresses bigint, gas_wallet text, gas_balance text, gas_seen_at timestamptz, per_sweep text,
  sweeps_open bigint, sweeps_stuck bigint, payouts_open bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  select require_operator();
  select n.network, c.latest_height, c.height, c.final_height, c.scanned_at, c.halted_reason,
    (select count(*) from addresses a where a.network = n.network and a.purpose = 'deposit' and a.owner_kind is null),
    w.display, g.balance::text, g.seen_at,
    (select (sum(t.amount) / nullif(sum(case t.purpose when 'sweep_token' then 1 when 'sweep_batch' then (
        select count(*) from sweep_batch_members m where m.merchant_id = t.merchant_id and m.batch_id = t.cause_id)
        else 0 end), 0))::numeric(78, 0)::text
      from (select x.purpose, x.amount, x.merchant_id, x.cause_id from network_costs x where x.network = n.network
          and x.purpose in ('sweep_gas', 'sweep_token', 'sweep_batch', 'energy_loan', 'energy_reclaim')
        order by x.created_at desc limit 200) t),
    (select count(*) from sweeps s where s.network = n.network and s.state <> 'settled'),
    (select count(*) from sweeps s where s.network = n.network and s.state <> 'settled'
      and (sweep_is_stuck(s.network, s.created_at, s.blocked_reason) or c.halted_reason is not null)),
    (select count(*) from withdrawals o where o.network = n.network and o.state in ('approved', 'sent', 'included'))
  from unnest(p_networks) with ordinality as n (network, place)
  left join chain_cursors c on c.network = n.network
  left join lateral (select a.address, a.display from addresses a
    where a.network = n.network and a.purpose = 'gas' order by a.path_index limit 1) w on true
  left join gas_readings g on g.network = n.network and g.address = w.address
  order by n.place
$$;

-- Collected fees by account: of one merchant, or a page of all.
create function operator_fee_accounts(p_merchant uuid, p_limit integer, p_offset integer)
returns table (merchant_id uuid, number integer, name text, network text, due text, settled text, underway text,
  last_settled_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  select require_operator();
  select a.merchant_id, m.number, m.name, a.network,
    (coalesce((select b.balance_units from ledger_balances b where b.merchant_id = a.merchant_id and b.path = a.path), 0)
    + coalesce((select sum(d.amount_units) from ledger_deltas d where d.merchant_id = a.merchant_id and d.path = a.path), 0)
    )::text, coalesce(o.settled, 0)::text, coalesce(o.underway, 0)::text, o.last_settled_at
  from (select x.merchant_id, x.network, x.path, y.number from ledger_accounts x join merchants y on y.id = x.merchant_id
    where x.kind = 'fees' and x.network in ('USDT-ERC20', 'USDT-TRC20') and (p_merchant is null or x.merchant_id = p_merchant)
    order by y.number, x.network limit p_limit offset p_offset) a
  join merchants m on m.id = a.merchant_id
  left join lateral (
    select sum(w.net_units) filter (where w.state = 'settled') as settled,
      sum(w.net_units) filter (where w.state not in ('settled', 'failed', 'rejected')) as underway,
      max(w.settled_at) as last_settled_at
    from withdrawals w where w.merchant_id = a.merchant_id and w.network = a.network and w.period is not null) o on true
  order by m.number, a.network
$$;

create function operator_fee_sums() returns table (accounts bigint, due text, settled text, underway text)
language sql stable security definer set search_path = public, pg_temp as $$
  select require_operator();
  with fees as (select x.merchant_id, x.path from ledger_accounts x
    where x.kind = 'fees' and x.network in ('USDT-ERC20', 'USDT-TRC20')),
  out as (select sum(w.net_units) filter (where w.state = 'settled') as settled,
      sum(w.net_units) filter (where w.state not in ('settled', 'failed', 'rejected')) as underway
    from withdrawals w where w.period is not null)
  select (select count(*) from fees),
    (coalesce((select sum(b.balance_units) from fees f join ledger_balances b using (merchant_id, path)), 0)
    + coalesce((select sum(d.amount_units) from fees f join ledger_deltas d using (merchant_id, path)), 0))::text,
    coalesce(out.settled, 0)::text, coalesce(out.underway, 0)::text
  from out
$$;

create function operator_settlements(p_limit integer)
returns table (id uuid, merchant_id uuid, number integer, name text, network text, amount text, state text, address text,
  tx_hash text, blocked_reason text, created_at timestamptz, settled_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  select require_operator();
  select w.id, w.merchant_id, m.number, m.name, w.network, w.net_units::text, w.state, w.wallet_address, w.tx_hash::text,
    coalesce(w.blocked_reason, w.reason), w.created_at, w.settled_at
  from withdrawals w join merchants m on m.id = w.merchant_id
  where w.period is not null order by w.created_at desc, w.id desc limit p_limit
$$;

create function operator_house()
returns table (outbox_waiting bigint, mails_waiting bigint, active bigint, suspended bigint, orders_waiting bigint)
language sql stable security definer set search_path = public, pg_temp as $$
  select require_operator();
  select (select count(*) from webhook_events where delivery_status = 'pending'),
    (select count(*) from mails where state = 'pending'),
    (select count(*) from merchants where status = 'active'), (select count(*) from merchants where status = 'suspended'),
    (select count(*) from operator_orders where state = 'waiting')
$$;

-- Merchants, newest first. `rows` are of the page, `total` of all that match.
create function operator_merchants(p_search text, p_status text, p_since timestamptz, p_limit integer, p_offset integer)
returns table (total bigint, rows jsonb)
language sql stable security definer set search_path = public, pg_temp as $$
  select require_operator();
  with matching as (
    select m.id, m.number, m.name, m.status, m.created_at from merchants m
    where (p_status is null or m.status = p_status) and (p_search is null
      or m.name ilike '%' || replace(replace(replace(p_search, '\', '\\'), '%', '\%'), '_', '\_') || '%'
      or m.number::text = p_search or m.client_id = p_search or m.id::text = lower(p_search)
      or exists (select 1 from users u join memberships w on w.user_id = u.id
        where u.email = lower(p_search) and w.merchant_id = m.id and w.role = 'owner'))),
  page as (select * from matching order by number desc limit p_limit offset p_offset)
  select (select count(*) from matching), coalesce((select jsonb_agg(jsonb_build_object(
      'id', p.id, 'number', p.number, 'name', p.name, 'status', p.status, 'createdAt', p.created_at,
      'email', (select u.email from memberships w join users u on u.id = w.user_id
        where w.merchant_id = p.id and w.role = 'owner' order by w.created_at, w.user_id limit 1),
      'lastPaymentAt', greatest(
        (select max(i.confirmed_at) from invoices i where i.merchant_id = p.id and i.confirmed_at is not null),
        (select max(d.confirmed_at) from deposits d where d.merchant_id = p.id and d.confirmed_at is not null and d.kind = 'user')),
      'volume', (coalesce((select sum(i.received_units) from invoices i where i.merchant_id = p.id and i.confirmed_at >= p_since), 0)
        + coalesce((select sum(d.amount_units) from deposits d
          where d.merchant_id = p.id and d.confirmed_at >= p_since and d.kind = 'user'), 0))::text,
      'feesDue', (coalesce((select sum(b.balance_units) from ledger_balances b where b.merchant_id = p.id
          and b.path in ('USDT-ERC20/fees', 'USDT-TRC20/fees')), 0)
        + coalesce((select sum(d.amount_units) from ledger_deltas d where d.merchant_id = p.id
          and d.path in ('USDT-ERC20/fees', 'USDT-TRC20/fees')), 0))::text)
    order by p.number desc) from page p), '[]'::jsonb)
$$;

create function operator_merchant(p_id uuid) returns table (merchant jsonb)
language sql stable security definer set search_path = public, pg_temp as $$
  select require_operator();
  select jsonb_build_object('id', m.id, 'number', m.number, 'clientId', m.client_id, 'name', m.name, 'status', m.status,
    'createdAt', m.created_at, 'tiers', m.fee_tiers, 'rateLimits', m.rate_limits, 'capSet', m.key_daily_cap_set,
    'cap', m.key_daily_cap_units::text,
    'suspendedReason', (select l.data ->> 'reason' from audit_log l where l.merchant_id = m.id
      and l.action = 'merchant.suspended' order by l.created_at desc, l.id desc limit 1),
    'owners', coalesce((select jsonb_agg(jsonb_build_object('email', u.email, 'name', u.name, 'status', u.status)
        order by w.created_at, w.user_id)
      from memberships w join users u on u.id = w.user_id where w.merchant_id = m.id and w.role = 'owner'), '[]'::jsonb),
    'invited', coalesce((select jsonb_agg(i.email order by i.created_at, i.id) from invitations i
      where i.merchant_id = m.id and i.role = 'owner' and i.accepted_at is null and i.revoked_at is null
        and i.expires_at > now()), '[]'::jsonb),
    'wallets', coalesce((select jsonb_agg(jsonb_build_object('network', a.network, 'address', a.display) order by a.network)
      from addresses a where a.merchant_id = m.id and a.purpose = 'merchant'), '[]'::jsonb))
  from merchants m where m.id = p_id
$$;

-- The newest request of a cause that says most about it.
create function request_facts(p_purpose text, p_cause uuid) returns jsonb
language sql stable as $$
  select jsonb_build_object('state', r.state, 'attempt', r.attempt, 'createdAt', r.created_at, 'signedAt', r.signed_at,
    'endedAt', r.ended_at, 'refusal', r.refusal, 'rejectedReason', r.rejected_reason, 'lastError', r.last_error,
    'included', coalesce(r.included_status = 'success', false))
  from signing_requests r where r.purpose = p_purpose and r.cause_id = p_cause
  order by r.state = 'final' desc, r.state in ('pending', 'signed', 'broadcast') desc, r.attempt desc limit 1
$$;

-- Sweeps that have not ended for longer than they should, longest first, with all that says why.
create function operator_stuck_sweeps(p_network text, p_limit integer, p_offset integer)
returns table (total bigint, rows jsonb)
language sql stable security definer set search_path = public, pg_temp as $$
  select require_operator();
  with stuck as (
    select s.* from sweeps s left join chain_cursors c on c.network = s.network
    where s.state <> 'settled' and (p_network is null or s.network = p_network)
      and (sweep_is_stuck(s.network, s.created_at, s.blocked_reason) or c.halted_reason is not null)),
  page as (select * from stuck order by created_at, id limit p_limit offset p_offset)
  select (select count(*) from stuck), coalesce((select jsonb_agg(jsonb_build_object(
      'id', p.id, 'merchantId', p.merchant_id, 'number', m.number, 'name', m.name, 'network', p.network,
      'address', coalesce(a.display, p.from_address::text), 'amount', p.amount_units::text, 'state', p.state,
      'since', p.created_at, 'blockedReason', p.blocked_reason, 'retryAt', p.retry_at,
      'haltedReason', c.halted_reason, 'scannedAt', c.scanned_at,
      'gasWallet', exists (select 1 from addresses g where g.network = p.network and g.purpose = 'gas'),
      'gasBalance', (select g.balance::text from gas_readings g where g.network = p.network),
      'gas', request_facts('sweep_gas', p.id), 'token', request_facts('sweep_token', p.id),
      'batch', case when p.state = 'batched' then request_facts('sweep_batch', p.batch_id) end,
      'loan', (select jsonb_build_object('state', l.state, 'own', l.sweep_id = p.id, 'createdAt', l.created_at,
          'blockedReason', l.blocked_reason, 'lend', request_facts('energy_loan', l.id),
          'reclaim', request_facts('energy_reclaim', l.id))
        from energy_loans l where l.network = p.network and l.to_address = p.from_address
          and l.state not in ('reclaimed', 'failed')))
    order by p.created_at, p.id)
    from page p join merchants m on m.id = p.merchant_id left join chain_cursors c on c.network = p.network
    left join addresses a on a.network = p.network and a.address = p.from_address), '[]'::jsonb)
$$;

-- The gas wallet's stake, by the gateway's own records; sun as text.
create function operator_energy() returns table (sums jsonb, orders jsonb, loans jsonb)
language sql stable security definer set search_path = public, pg_temp as $$
  select require_operator();
  select jsonb_build_object(
      'staked', (select coalesce(sum(case kind when 'stake' then amount when 'unstake' then -amount else 0 end), 0)
        from stake_orders where state = 'done')::text,
      'lent', (select coalesce(sum(stake), 0) from energy_loans where state not in ('reclaimed', 'failed'))::text,
      'reclaimed', (select count(*) from energy_loans where state = 'reclaimed'),
      'failed', (select count(*) from energy_loans where state = 'failed')),
    coalesce((select jsonb_agg(jsonb_build_object('id', o.id, 'kind', o.kind, 'amount', o.amount::text, 'state', o.state,
        'reason', o.blocked_reason, 'createdAt', o.created_at) order by o.id desc)
      from (select * from stake_orders order by id desc limit 50) o), '[]'::jsonb),
    coalesce((select jsonb_agg(jsonb_build_object('id', l.id, 'merchantId', l.merchant_id, 'sweepId', l.sweep_id,
        'stake', l.stake::text, 'state', l.state, 'reason', l.blocked_reason, 'createdAt', l.created_at) order by l.id desc)
      from (select * from energy_loans where state not in ('reclaimed', 'failed') order by id desc limit 1000) l), '[]'::jsonb)
$$;

-- An order is its operator's own: nobody orders in another's name.
create function place_operator_order(p_id uuid, p_kind text, p_input jsonb, p_at timestamptz) returns void
language sql volatile security definer set search_path = public, pg_temp as $$
  select require_operator();
  insert into operator_orders (id, kind, input, ordered_by, at) values (p_id, p_kind, p_input, app_user(), p_at);
$$;

-- Orders, newest first, or one.
create function operator_orders_page(p_id uuid, p_limit integer, p_offset integer)
returns table (total bigint, rows jsonb)
language sql stable security definer set search_path = public, pg_temp as $$
  select require_operator();
  select (select count(*) from operator_orders where p_id is null or id = p_id),
    coalesce((select jsonb_agg(jsonb_build_object('id', o.id, 'kind', o.kind, 'input', o.input, 'orderedBy', u.name,
        'at', o.at, 'state', o.state, 'problem', o.problem, 'result', o.result, 'doneAt', o.done_at)
      order by o.at desc, o.id desc)
    from (select * from operator_orders where p_id is null or id = p_id order by at desc, id desc
      limit p_limit offset p_offset) o join users u on u.id = o.ordered_by), '[]'::jsonb)
$$;

revoke execute on function require_operator(), request_facts(text, uuid) from public;
revoke execute on function operator_of_invitation(uuid, uuid), operator_networks(text[]),
  operator_fee_accounts(uuid, integer, integer), operator_fee_sums(), operator_settlements(integer), operator_house(),
  operator_merchants(text, text, timestamptz, integer, integer), operator_merchant(uuid),
  operator_stuck_sweeps(text, integer, integer), operator_energy(), place_operator_order(uuid, text, jsonb, timestamptz),
  operator_orders_page(uuid, integer, integer) from public;
grant execute on function operator_of_invitation(uuid, uuid), operator_networks(text[]),
  operator_fee_accounts(uuid, integer, integer), operator_fee_sums(), operator_settlements(integer), operator_house(),
  operator_merchants(text, text, timestamptz, integer, integer), operator_merchant(uuid),
  operator_stuck_sweeps(text, integer, integer), operator_energy(),
  operator_orders_page(uuid, integer, integer) to tillgate_web, tillgate_worker;
grant execute on function place_operator_order(uuid, text, jsonb, timestamptz) to tillgate_web;
