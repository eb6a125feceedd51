-- Events that are not sent to the merchant's own URL, as "deposit failed". They are written all the same, and stand as
-- failed: each can be sent by hand.
alter table webhook_endpoints add column muted text[] not null default '{}';
grant update (muted) on webhook_endpoints to tillgate_web;
