-- What the dashboard reads: figures of a merchant's money and days, lists with more filters, notes, saved views, exports,
-- and the audit log with a chain of hashes over it.

-- Money that is seen on chain and not final, that is final and not in the balance, and that lies on deposit addresses:
-- each index holds what is open and little else, and answers without the table.
create index chain_transfers_seen on chain_transfers (merchant_id, network) include (amount_units) where state = 'seen';
create index invoices_incoming on invoices (merchant_id, network) include (received_units, credited_units)
  where received_units > credited_units;
create index addresses_holding on addresses (merchant_id, network) include (unswept_units)
  where unswept_since is not null and purpose = 'deposit';
create index payer_contacts_listed on payer_contacts (merchant_id, created_at);

-- The days of a chart, each by a range of one of these.
create index invoices_by_confirmation on invoices (merchant_id, confirmed_at)
  include (network, received_units, created_at, detected_at, exception) where confirmed_at is not null;
create index invoices_by_failure on invoices (merchant_id, failed_at) include (network, exception)
  where failed_at is not null and confirmed_at is null;
create index invoices_by_cancellation on invoices (merchant_id, cancelled_at) include (network, exception)
  where cancelled_at is not null and confirmed_at is null;
create index deposits_by_confirmation on deposits (merchant_id, confirmed_at) include (network, amount_units)
  where confirmed_at is not null and kind = 'user';
create index withdrawals_by_completion on withdrawals (merchant_id, completed_at) include (network, net_units)
  where completed_at is not null and type <> 'fee_settlement';

-- Lists: an exception, an amount, an e-mail address, in the order of the list.
create index invoices_by_exception on invoices (merchant_id, exception, network, status, created_at desc, id desc)
  where exception <> 'none';
create index invoices_by_amount on invoices (merchant_id, amount_units, created_at desc, id desc);
create index deposits_by_amount on deposits (merchant_id, amount_units, created_at desc, id desc);
create index withdrawals_by_amount on withdrawals (merchant_id, amount_units, created_at desc, id desc)
  where type <> 'fee_settlement';
create index invoices_by_email on invoices (merchant_id, email, created_at desc, id desc) where email is not null;
create index sweeps_of_address on sweeps (merchant_id, network, from_address, created_at);

-- What the chains took for a merchant's own transactions: the table itself is the operator's.
create index network_costs_by_cause on network_costs (cause_id);
create function costs_of(p_merchant uuid, p_causes uuid[])
returns table (cause_id uuid, purpose text, network text, tx_hash char(64), asset text, amount numeric, created_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  select c.cause_id, c.purpose, c.network, c.tx_hash, c.asset, c.amount, c.created_at from network_costs c
  where c.cause_id = any (p_causes) and c.merchant_id = p_merchant
    and (session_user <> 'tillgate_web' or p_merchant = app_merchant())
$$;
revoke execute on function costs_of(uuid, uuid[]) from public;
grant execute on function costs_of(uuid, uuid[]) to tillgate_web, tillgate_worker;

-- What people of a merchant write beside a record: added to, never changed.
create table notes (
  merchant_id uuid not null references merchants (id),
  id uuid not null,
  subject_id uuid not null,
  author text not null,
  text text not null check (char_length(text) between 1 and 2000),
  created_at timestamptz(3) not null,
  primary key (merchant_id, id)
);
create index notes_of_subject on notes (merchant_id, subject_id, created_at, id);
create trigger notes_append_only before update or delete or truncate on notes
  for each statement execute function refuse_change();
call protect_merchant_table('notes', 'merchant_id');

-- Lists as people like them: a query string and columns, for oneself or for all of a merchant.
create table saved_views (
  merchant_id uuid not null references merchants (id),
  id uuid not null,
  -- a list has views of its own
  list text not null check (list ~ '^[a-z_]{1,40}$'),
  name text not null check (char_length(name) between 1 and 60),
  owner text not null,
  shared boolean not null default false,
  query text not null check (char_length(query) <= 2000),
  columns text[] not null default '{}' check (cardinality(columns) <= 40),
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  primary key (merchant_id, id)
);
create unique index saved_views_of_owner on saved_views (merchant_id, owner, list, name);
create index saved_views_shared on saved_views (merchant_id, list) where shared;
call protect_merchant_table('saved_views', 'merchant_id');

-- Which view a person's list opens with.
create table default_views (
  merchant_id uuid not null,
  owner text not null,
  list text not null,
  view_id uuid not null,
  primary key (merchant_id, owner, list),
  foreign key (merchant_id, view_id) references saved_views (merchant_id, id) on delete cascade
);
call protect_merchant_table('default_views', 'merchant_id');

-- A file that the worker writes for somebody, in pieces; `cursor` is where the next piece goes on.
create table exports (
  merchant_id uuid not null references merchants (id),
  id uuid not null,
  owner text not null,
  format text not null check (format in ('csv', 'xlsx')),
  filter jsonb not null,
  time_zone text not null,
  state text not null default 'queued' check (state in ('queued', 'running', 'done', 'failed', 'expired')),
  rows_done integer not null default 0 check (rows_done >= 0),
  -- counted to 10,000 when it was asked for
  rows_expected integer not null check (rows_expected >= 0),
  pieces integer not null default 0 check (pieces >= 0),
  bytes bigint not null default 0 check (bytes >= 0),
  cursor text,
  error text,
  leased_until timestamptz(3),
  created_at timestamptz(3) not null,
  ended_at timestamptz(3),
  expires_at timestamptz(3) not null,
  primary key (merchant_id, id),
  check ((state in ('queued', 'running')) = (ended_at is null))
) with (fillfactor = 50);
create index exports_open on exports (created_at) where state in ('queued', 'running');
create index exports_old on exports (expires_at) where state <> 'expired';
create index exports_listed on exports (merchant_id, created_at desc, id desc);
call protect_merchant_table('exports', 'merchant_id');

create table export_chunks (
  merchant_id uuid not null,
  export_id uuid not null,
  position integer not null check (position >= 0),
  data bytea not null,
  primary key (merchant_id, export_id, position),
  foreign key (merchant_id, export_id) references exports (merchant_id, id)
);
call protect_merchant_table('export_chunks', 'merchant_id');

-- The audit log by time, by who and by what.
create index audit_log_listed on audit_log (merchant_id, created_at desc, id desc);
create index audit_log_by_actor on audit_log (merchant_id, actor, created_at desc, id desc);
create index audit_log_by_action on audit_log (merchant_id, action, created_at desc, id desc);

-- A chain over the log of each merchant, and one over the house's (no merchant): each hash is made of the hash before and
-- of a row of the log, in the order of sealing. A row that is changed or taken away later breaks it.
create table audit_chain (
  merchant_id uuid,
  position bigint not null check (position > 0),
  audit_id uuid primary key,
  hash bytea not null check (length(hash) = 32),
  sealed_at timestamptz(3) not null
);
create unique index audit_chain_of_merchant on audit_chain (merchant_id, position) where merchant_id is not null;
create unique index audit_chain_of_house on audit_chain (position) where merchant_id is null;
create trigger audit_chain_append_only before update or delete or truncate on audit_chain
  for each statement execute function refuse_change();
call protect_merchant_table('audit_chain', 'merchant_id');

-- What is to be sealed. Ids are made before their rows are committed, so no id says that everything before it is there:
-- each row says so itself.
create table audit_pending (audit_id uuid primary key) with (autovacuum_vacuum_scale_factor = 0.02);
create function audit_await_seal() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into audit_pending (audit_id) values (new.id);
  return null;
end $$;
revoke execute on function audit_await_seal() from public;
create trigger audit_log_awaits_seal after insert on audit_log for each row execute function audit_await_seal();
insert into audit_pending (audit_id) select id from audit_log;

grant select on sweep_batch_members, energy_loans to tillgate_web;
grant select, insert on notes to tillgate_web;
grant select on notes to tillgate_worker;
grant select, insert, delete, update (name, shared, query, columns, updated_at) on saved_views to tillgate_web;
grant select, insert, delete, update (view_id) on default_views to tillgate_web;
grant select, insert (merchant_id, id, owner, format, filter, time_zone, rows_expected, created_at, expires_at)
  on exports to tillgate_web;
grant select, update (state, rows_done, pieces, bytes, cursor, error, leased_until, ended_at, expires_at)
  on exports to tillgate_worker;
grant select on export_chunks to tillgate_web;
grant select, insert, delete on export_chunks to tillgate_worker;
grant select on audit_chain to tillgate_web;
grant select, insert on audit_chain to tillgate_worker;
grant select, delete on audit_pending to tillgate_worker;
