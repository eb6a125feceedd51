-- Mail: what is to be sent is a row of the transaction that it tells of; the worker sends it.
create table mails (
  merchant_id uuid not null references merchants (id),
  id uuid not null,
  -- what it is, and the record that it is about
  kind text not null check (kind in ('receipt', 'payer_contact')),
  subject_id uuid not null,
  from_name text not null check (char_length(from_name) between 1 and 200),
  to_address text not null check (to_address ~ '^[^@[:space:],;<>"]+@[^@[:space:],;<>"]+$' and char_length(to_address) <= 254),
  subject text not null check (subject !~ '[[:cntrl:]]' and char_length(subject) between 1 and 400),
  text_body text not null,
  html_body text, -- null: text alone
  -- kept: in a sandbox that sends nothing, for its mailbox
  state text not null default 'pending' check (state in ('pending', 'sent', 'kept', 'failed')),
  attempts integer not null default 0,
  last_error text,
  next_attempt_at timestamptz(3) not null default now(),
  leased_until timestamptz(3),
  created_at timestamptz(3) not null,
  ended_at timestamptz(3),
  primary key (merchant_id, id),
  check ((state = 'pending') = (ended_at is null))
);
create index mails_due on mails (next_attempt_at) where state = 'pending';
create index mails_of_subject on mails (merchant_id, subject_id, kind, created_at);
create index mails_kept on mails (created_at) where state = 'kept';
create index mails_old on mails (created_at);
call protect_merchant_table('mails', 'merchant_id');
-- Whoever writes one can't say that it was sent, and reads no more of others' than how many there were, and to whom.
grant insert (merchant_id, id, kind, subject_id, from_name, to_address, subject, text_body, html_body, created_at)
  on mails to tillgate_web, tillgate_worker;
grant select (merchant_id, id, kind, subject_id, to_address, created_at) on mails to tillgate_web;
grant select, delete, update (state, attempts, last_error, next_attempt_at, leased_until, ended_at)
  on mails to tillgate_worker;

-- The sandbox's mailbox, of all merchants. No other installation keeps mail.
create function kept_mails(p_id uuid)
returns table (id uuid, from_name text, to_address text, subject text, text_body text, html_body text, created_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
  select m.id, m.from_name, m.to_address, m.subject, m.text_body, m.html_body, m.created_at
  from mails m where m.state = 'kept' and (p_id is null or m.id = p_id)
  order by m.created_at desc, m.id desc limit 100
$$;
revoke execute on function kept_mails(uuid) from public;
grant execute on function kept_mails(uuid) to tillgate_web;

-- Where a payer whose payment went another way than it should can be reached. Whoever holds the link may claim it.
create table payer_contacts (
  merchant_id uuid not null references merchants (id),
  id uuid not null,
  invoice_id uuid not null,
  email text not null check (email ~ '^[^@[:space:],;<>"]+@[^@[:space:],;<>"]+$' and char_length(email) <= 254),
  -- as people write it, on the invoice's network
  refund_address text check (char_length(refund_address) between 1 and 64),
  -- of the page that it was left on: the shop answers in it
  language text not null check (language ~ '^[a-z]{2}$'),
  created_at timestamptz(3) not null,
  primary key (merchant_id, id),
  foreign key (merchant_id, invoice_id) references invoices (merchant_id, id)
);
create index payer_contacts_of_invoice on payer_contacts (merchant_id, invoice_id, created_at);
create index payer_contacts_old on payer_contacts (created_at);
-- Added to, never changed; what is old is forgotten.
create trigger payer_contacts_append_only before update or truncate on payer_contacts
  for each statement execute function refuse_change();
call protect_merchant_table('payer_contacts', 'merchant_id');
grant select, insert on payer_contacts to tillgate_web;
grant select, delete on payer_contacts to tillgate_worker;
