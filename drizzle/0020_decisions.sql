-- Decisions of people about money: whom it may go to, who lets it go, what was decided when.
alter table merchants
  -- counts up with every change of the settings: a form that was opened before is told so
  add column settings_version integer not null default 0,
  -- from this sum on, two people let money go; null: one is enough
  add column four_eyes_units bigint check (four_eyes_units >= 0),
  -- how long a new recipient waits before it may be paid; a lowered one holds as it was until the time is over
  add column recipient_hold_hours integer not null default 24 check (recipient_hold_hours between 0 and 168),
  add column recipient_hold_before integer check (recipient_hold_before between 0 and 168),
  add column recipient_hold_before_until timestamptz(3),
  -- payouts go to the address book alone; once turned off it holds until then
  add column payouts_only_to_recipients boolean not null default false,
  add column only_recipients_until timestamptz(3),
  add constraint merchants_recipient_hold check ((recipient_hold_before is null) = (recipient_hold_before_until is null));
grant update (settings_version, four_eyes_units, recipient_hold_hours, recipient_hold_before,
  recipient_hold_before_until, payouts_only_to_recipients, only_recipients_until)
  on merchants to tillgate_web, tillgate_worker;

-- Who made a key may not be the one who lets its large requests go.
alter table api_keys add column created_by uuid references users (id);

-- Who asked, as the audit log writes it; null: before this was kept. `look` is what a hurried eye compares: the first
-- four characters after the prefix and the last four. (A function is no question to an index behind row-level security.)
alter table withdrawals
  add column made_by text,
  add column look text generated always as (case network when 'USDT-ERC20'
    then lower(substr(wallet_address, 3, 4) || right(wallet_address, 4))
    else substr(wallet_address, 2, 4) || right(wallet_address, 4) end) stored;
create index withdrawals_by_look on withdrawals (merchant_id, network, look) where type <> 'fee_settlement';
create index withdrawals_pending on withdrawals (merchant_id, created_at, id) where state = 'pending';

create table withdrawal_approvals (
  merchant_id uuid not null,
  withdrawal_id uuid not null,
  user_id uuid not null references users (id),
  at timestamptz(3) not null,
  primary key (merchant_id, withdrawal_id, user_id),
  foreign key (merchant_id, withdrawal_id) references withdrawals (merchant_id, id)
);
create trigger withdrawal_approvals_append_only before update or delete or truncate on withdrawal_approvals
  for each statement execute function refuse_change();
call protect_merchant_table('withdrawal_approvals', 'merchant_id');
-- Nobody approves in another's name.
create policy web_in_own_name on withdrawal_approvals as restrictive for insert to tillgate_web
  with check (user_id = (select app_user()));
grant select, insert on withdrawal_approvals to tillgate_web;
grant select on withdrawal_approvals to tillgate_worker;

-- The address book.
create table recipients (
  merchant_id uuid not null references merchants (id),
  id uuid not null,
  label text not null check (char_length(label) between 1 and 100),
  note text check (char_length(note) between 1 and 500),
  network text not null,
  address char(40) not null,
  wallet_address text not null,
  look text generated always as (case network when 'USDT-ERC20'
    then lower(substr(wallet_address, 3, 4) || right(wallet_address, 4))
    else substr(wallet_address, 2, 4) || right(wallet_address, 4) end) stored,
  created_by uuid not null references users (id),
  created_at timestamptz(3) not null,
  usable_at timestamptz(3) not null,
  removed_at timestamptz(3),
  primary key (merchant_id, id),
  check (usable_at >= created_at)
);
create unique index recipients_one_each on recipients (merchant_id, network, address) where removed_at is null;
create index recipients_by_look on recipients (merchant_id, network, look) where removed_at is null;
call protect_merchant_table('recipients', 'merchant_id');
-- Where money goes is no matter of an edit: another address is another recipient.
grant select, insert, update (label, note, removed_at) on recipients to tillgate_web;
grant select on recipients to tillgate_worker;

-- A figure that a person corrected, up or down; the reason stands beside the posting.
create table figure_adjustments (
  merchant_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  network text not null,
  amount_units bigint not null check (amount_units <> 0),
  reason text not null check (char_length(reason) between 1 and 500),
  reference text check (char_length(reference) between 1 and 255),
  made_by uuid not null references users (id),
  created_at timestamptz(3) not null,
  primary key (merchant_id, id),
  foreign key (merchant_id, customer_id) references customers (merchant_id, id)
);
create trigger figure_adjustments_append_only before update or delete or truncate on figure_adjustments
  for each statement execute function refuse_change();
call protect_merchant_table('figure_adjustments', 'merchant_id');
create policy web_in_own_name on figure_adjustments as restrictive for insert to tillgate_web
  with check (made_by = (select app_user()));
grant select, insert on figure_adjustments to tillgate_web;
grant select on figure_adjustments to tillgate_worker;

-- Users as a list: newest first, all of them or those that are paused; and by e-mail address.
create index customers_listed on customers (merchant_id, created_at desc, id desc);
create index customers_paused on customers (merchant_id, created_at desc, id desc) where not is_active;
create index customers_by_email on customers (merchant_id, email);
create index customer_wallets_by_wallet on customer_wallets (merchant_id, wallet_address);
