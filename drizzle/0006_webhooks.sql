-- The outbox: written in the transaction that it tells of. `body` is the exact text that is signed and sent.
create table webhook_events (
  merchant_id uuid not null references merchants (id),
  id uuid not null,
  type text not null check (type in ('deposit', 'withdrawal', 'payout', 'test')),
  subject_id uuid not null,
  status text not null,
  url text,
  body text not null,
  delivery_status text not null default 'pending' check (delivery_status in ('pending', 'delivered', 'failed')),
  attempts integer not null default 0,
  next_attempt_at timestamptz(3) not null,
  leased_until timestamptz(3),
  last_status_code integer,
  last_error text,
  created_at timestamptz(3) not null,
  delivered_at timestamptz(3),
  primary key (merchant_id, id)
);
create index webhook_events_due on webhook_events (next_attempt_at) where delivery_status = 'pending';
create index webhook_events_subject on webhook_events (merchant_id, subject_id, id);
create index webhook_events_listing on webhook_events (merchant_id, delivery_status, id desc);
call protect_merchant_table('webhook_events', 'merchant_id');

create table webhook_attempts (
  merchant_id uuid not null,
  event_id uuid not null,
  attempt integer not null,
  url text not null,
  started_at timestamptz(3) not null,
  duration_ms integer not null,
  status_code integer,
  error text,
  response_excerpt text,
  primary key (merchant_id, event_id, attempt),
  foreign key (merchant_id, event_id) references webhook_events (merchant_id, id)
);
create trigger webhook_attempts_append_only before update or delete or truncate on webhook_attempts
  for each statement execute function refuse_change();
call protect_merchant_table('webhook_attempts', 'merchant_id');

-- The signed text is what was true when it was written: nobody changes it.
grant select, insert, update (url, delivery_status, attempts, next_attempt_at, leased_until, last_status_code,
  last_error, delivered_at) on webhook_events to tillgate_web, tillgate_worker;
grant select, insert on webhook_attempts to tillgate_worker;
grant select on webhook_attempts to tillgate_web;
