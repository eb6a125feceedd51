-- What the payment page needs beside the invoice.

-- "I need more time": once, before the time is over, by the invoice's own timer and at most an hour.
alter table merchants add column payer_extension boolean not null default true;
alter table invoices
  -- frozen when the invoice was made; null: it can't be given more time
  add column extension_ms bigint check (extension_ms between 1 and 3600000),
  add column extended_at timestamptz(3);
grant update (payer_extension) on merchants to tillgate_web, tillgate_worker;

-- The one way in which an invoice's time changes, but for the sandbox's scenes below. Answers its new end, or nothing when it may not be given any.
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

-- "I paid, where is it?": a payer asks about a transaction, the worker answers, the page reads. Kept for a day.
create table payment_lookups (
  merchant_id uuid not null references merchants (id),
  id uuid not null,
  invoice_id uuid not null,
  tx_hash char(64) not null check (tx_hash ~ '^[0-9a-f]{64}$'),
  reason text check (reason in ('found', 'not_final', 'not_enough', 'other_address', 'other_payment', 'wrong_network',
    'wrong_token', 'no_tokens', 'reverted', 'pending', 'unknown', 'unavailable')),
  -- what the sentence needs: never whose an address is
  network text,
  amount_units bigint check (amount_units > 0),
  remaining_units bigint check (remaining_units > 0),
  confirmations integer,
  required_confirmations integer,
  other_address text,
  leased_until timestamptz(3),
  created_at timestamptz(3) not null,
  answered_at timestamptz(3),
  primary key (merchant_id, id),
  foreign key (merchant_id, invoice_id) references invoices (merchant_id, id),
  check ((answered_at is null) = (reason is null))
);
create index payment_lookups_of_invoice on payment_lookups (merchant_id, invoice_id, created_at);
create index payment_lookups_open on payment_lookups (created_at) where answered_at is null;
create index payment_lookups_old on payment_lookups (created_at);
call protect_merchant_table('payment_lookups', 'merchant_id');
grant select, insert on payment_lookups to tillgate_web;
grant select, delete, update (reason, network, amount_units, remaining_units, confirmations, required_confirmations,
  other_address, leased_until, answered_at) on payment_lookups to tillgate_worker;

-- What the sandbox plays on a payment page beyond a plain payment (C-35): steps, so that a killed worker goes on.
create table sandbox_scenes (
  merchant_id uuid not null references merchants (id),
  id uuid not null, -- that of its payment, too
  invoice_id uuid not null,
  network text not null,
  to_address text not null,
  amount_units bigint not null check (amount_units > 0),
  scene text not null check (scene in ('late', 'expire', 'reorganise')),
  step text not null check (step in ('asked', 'ended', 'gone', 'back', 'done', 'failed')),
  error text,
  created_at timestamptz(3) not null,
  stepped_at timestamptz(3) not null,
  primary key (merchant_id, id)
);
create index sandbox_scenes_open on sandbox_scenes (created_at) where step in ('asked', 'ended', 'gone', 'back');
create index sandbox_scenes_invoice on sandbox_scenes (merchant_id, invoice_id);
call protect_merchant_table('sandbox_scenes', 'merchant_id');
grant select, insert on sandbox_scenes to tillgate_web;
grant select, update (step, error, stepped_at) on sandbox_scenes to tillgate_worker;

-- Ends the time of an invoice whose page asked for it by a scene. What was seen in time stays in time. Answers the new
-- end, or nothing when there is none to bring forward.
create function end_invoice_time(p_merchant uuid, p_scene uuid, p_now timestamptz) returns timestamptz
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_invoice uuid;
  v_end timestamptz;
begin
  select s.invoice_id into v_invoice from sandbox_scenes s
  where s.merchant_id = p_merchant and s.id = p_scene and s.scene in ('late', 'expire') and s.step = 'asked';
  -- Locked first: a payment that is being written down now is looked at after it stands.
  perform 1 from invoices i where i.merchant_id = p_merchant and i.id = v_invoice for update;
  update invoices i
  set expires_at = ended.at, revision = revision + 1
  from (
    select greatest(p_now, max(t.block_time)) as at from invoices o
    left join chain_transfers t on t.merchant_id = o.merchant_id and t.owner_kind = 'invoice' and t.owner_id = o.id
      and t.state <> 'orphaned' and t.block_time <= o.expires_at
    where o.merchant_id = p_merchant and o.id = v_invoice) as ended
  where i.merchant_id = p_merchant and i.id = v_invoice and i.status = 'initiated' and i.expires_at > ended.at
  returning i.expires_at into v_end;
  return v_end;
end
$$;
revoke execute on function end_invoice_time(uuid, uuid, timestamptz) from public;
grant execute on function end_invoice_time(uuid, uuid, timestamptz) to tillgate_worker;
