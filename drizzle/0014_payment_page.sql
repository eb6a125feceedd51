-- What the payment page needs beside the invoice.

-- "I need more time": once, before the time is over, by the invoice's own timer and at most an hour.
alter table merchants add column payer_extension boolean not null default true;
alter table invoices
  -- frozen when the invoice was made; null: it can't be given more time
  add column extension_ms bigint check (extension_ms between 1 and 3600000),
  add column extended_at timestamptz(3);
grant update (payer_extension) on merchants to tillgate_web, tillgate_worker;

-- The one way in which an invoice's time changes. Answers its new end, or nothing when it may not be given any.
create function extend_invoice(p_invoice uuid, p_now timestamptz) returns timestamptz
language sql security definer set search_path = public, pg_temp as $$
  update invoices
  set expires_at = expires_at + extension_ms * interval '1 millisecond', extended_at = p_now, revision = revision + 1
  where merchant_id = app_merchant() and id = p_invoice and status = 'initiated'
    and extended_at is null and extension_ms is not null and expires_at > p_now
  returning expires_at
$$;
revoke execute on function extend_invoice(uuid, timestamptz) from public;
grant execute on function extend_invoice(uuid, timestamptz) to tillgate_web;
