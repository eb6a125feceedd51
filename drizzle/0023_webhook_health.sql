-- How it stands with the address that a merchant's webhooks go to: a row from its first failure, or pause, on. Records
-- with an address of their own are none of it.
create table webhook_endpoints (
  merchant_id uuid primary key references merchants (id),
  -- paused by a person; disabled when it failed for too long or said that it is gone. Either way events are kept.
  state text not null default 'active' check (state in ('active', 'paused', 'disabled')),
  state_at timestamptz(3),
  -- who paused it, as the audit log writes it
  paused_by text,
  reason text check (reason in ('given_up', 'days', 'gone')),
  -- since the last success: tries that failed, webhooks that were given up, and when the first try failed
  failed_tries integer not null default 0 check (failed_tries >= 0),
  given_up integer not null default 0 check (given_up >= 0),
  failing_since timestamptz(3),
  -- the largest number of failed tries that people were told of, and when
  told integer not null default 0,
  told_at timestamptz(3),
  check ((state = 'active') = (state_at is null)),
  check ((state = 'paused') = (paused_by is not null)),
  check ((state = 'disabled') = (reason is not null)),
  check ((failed_tries = 0) = (failing_since is null))
) with (fillfactor = 50);
create index webhook_endpoints_closed on webhook_endpoints (merchant_id) where state <> 'active';
call protect_merchant_table('webhook_endpoints', 'merchant_id');
grant select, insert, update (state, state_at, paused_by, reason, failed_tries, given_up, failing_since, told, told_at)
  on webhook_endpoints to tillgate_web, tillgate_worker;

-- What waits for its endpoint is no longer due: the search for due events never meets it.
alter table webhook_events
  drop constraint webhook_events_delivery_status_check,
  add constraint webhook_events_delivery_status_check
    check (delivery_status in ('pending', 'held', 'delivered', 'failed')),
  -- sent by hand: its next try is made whatever the endpoint's state
  add column by_hand boolean not null default false;
grant update (by_hand) on webhook_events to tillgate_web, tillgate_worker;

-- What came back above the body, a line each: text of a stranger.
alter table webhook_attempts add column response_headers text check (char_length(response_headers) <= 2000);
