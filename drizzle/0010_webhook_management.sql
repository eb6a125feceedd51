-- A rotated secret signs beside the new one until its time is over. The newest stands with the merchant.
create table retired_webhook_secrets (
  merchant_id uuid not null references merchants (id),
  id uuid not null,
  secret text not null,
  signs_until timestamptz(3) not null,
  primary key (merchant_id, id)
);
create index retired_webhook_secrets_age on retired_webhook_secrets (signs_until);
call protect_merchant_table('retired_webhook_secrets', 'merchant_id');
grant select, insert, delete on retired_webhook_secrets to tillgate_web;
grant select, delete on retired_webhook_secrets to tillgate_worker;

-- Whether the URL is the record's own. One that is not follows the merchant's when it is sent by hand.
alter table webhook_events add column own_url boolean not null default false;
update webhook_events e set own_url = true from merchants m
  where m.id = e.merchant_id and e.url is distinct from m.webhook_url and e.url is not null;
