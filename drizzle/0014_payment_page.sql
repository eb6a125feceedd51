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

-- How a merchant's payment pages look, and who may show them in a frame. Null: as the house has it.
alter table merchants
  add column brand_name text check (char_length(brand_name) between 1 and 60),
  add column brand_color text check (brand_color ~ '^#[0-9a-f]{6}$'),
  -- a data URL; 16 384 bytes are 21 848 characters of base64
  add column brand_logo text check (brand_logo ~ '^data:image/(png|jpeg|webp);base64,' and char_length(brand_logo) <= 21900),
  add column support_url text check (support_url ~ '^(https|mailto):' and char_length(support_url) <= 500),
  add column checkout_note text check (char_length(checkout_note) between 1 and 500),
  add column checkout_language text check (checkout_language ~ '^[a-z]{2}$'),
  add column embed_origins text[] not null default '{}' check (cardinality(embed_origins) <= 10);
grant update (brand_name, brand_color, brand_logo, support_url, checkout_note, checkout_language, embed_origins)
  on merchants to tillgate_web, tillgate_worker;
