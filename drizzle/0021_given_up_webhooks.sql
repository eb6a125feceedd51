-- The newest webhooks that were given up, without the many that never had a URL to go to: the home and the list ask
-- for these alone.
create index webhook_events_given_up on webhook_events (merchant_id, id desc)
  where delivery_status = 'failed' and url is not null;
