-- The users of a merchant's platform. Their figures are a ledger of their own (asset user-figure), so that a
-- sum of figures may differ from the merchant's money without the books being wrong.
create table customers (
  merchant_id uuid not null references merchants (id),
  id uuid not null,
  user_id text not null check (length(user_id) between 1 and 255), -- the platform's own, compared exactly
  email text not null,
  first_name text,
  last_name text,
  phone text,
  callback_url text,
  is_active boolean not null,
  created_at timestamptz(3) not null,
  primary key (merchant_id, id),
  unique (merchant_id, user_id)
);
call protect_merchant_table('customers', 'merchant_id');

-- A customer's lasting deposit address on a network, and what the chain brought there.
create table customer_wallets (
  merchant_id uuid not null,
  customer_id uuid not null,
  network text not null,
  address char(40) not null,
  wallet_address text not null,
  deposit_count integer not null default 0 check (deposit_count >= 0),
  deposited_units bigint not null default 0 check (deposited_units >= 0),
  last_deposit_at timestamptz(3),
  last_deposit_units bigint,
  primary key (merchant_id, customer_id, network),
  unique (network, address),
  foreign key (merchant_id, customer_id) references customers (merchant_id, id)
);
call protect_merchant_table('customer_wallets', 'merchant_id');

-- A hash raises the figure of a wallet's customer once, whether the chain or the merchant brought it. By hand the
-- amount is what the figure rose by; from the chain it is what the transaction's first log brought, and the
-- deposits say what each log came to.
create table customer_credits (
  merchant_id uuid not null references merchants (id),
  network text not null,
  address char(40) not null,
  tx_hash text not null,
  source text not null check (source in ('chain', 'manual')),
  amount_units bigint not null check (amount_units > 0),
  created_at timestamptz(3) not null,
  primary key (merchant_id, network, address, tx_hash)
);
create trigger customer_credits_append_only before update or delete or truncate on customer_credits
  for each statement execute function refuse_change();
call protect_merchant_table('customer_credits', 'merchant_id');

-- Deposits to a customer's wallet: one record per transfer.
alter table deposits drop constraint deposits_kind_check;
alter table deposits add constraint deposits_kind_check check (kind in ('top_up', 'user'));
alter table deposits
  add column customer_id uuid,
  add column user_id text,
  add column fee_units bigint not null default 0 check (fee_units >= 0 and fee_units <= amount_units),
  add column fee_payer text not null default 'merchant' check (fee_payer in ('merchant', 'user')),
  -- what the customer's figure rose by
  add column figure_units bigint not null default 0 check (figure_units >= 0 and figure_units <= amount_units),
  add constraint deposits_customer check ((kind = 'user') = (customer_id is not null) and (kind = 'user') = (user_id is not null)),
  add foreign key (merchant_id, customer_id) references customers (merchant_id, id);
create index deposits_by_customer on deposits (merchant_id, customer_id, id desc) where customer_id is not null;
create index deposits_by_wallet on deposits (merchant_id, wallet_address);

-- Accounts of figures: user_issued is what they stand against.
alter table ledger_accounts drop constraint ledger_accounts_check1;
alter table ledger_accounts add constraint ledger_accounts_normal
  check ((normal = 1) = (kind in ('chain', 'token_fee', 'user_issued')));
alter table ledger_accounts add constraint ledger_accounts_asset
  check ((asset = 'user-figure') = (kind in ('user_issued', 'user_figure', 'user_held')));

grant select, insert, update (email, first_name, last_name, phone, callback_url, is_active)
  on customers to tillgate_web, tillgate_worker;
grant select, insert on customer_wallets to tillgate_web;
grant select, insert, update (deposit_count, deposited_units, last_deposit_at, last_deposit_units)
  on customer_wallets to tillgate_worker;
grant select, insert on customer_credits to tillgate_web, tillgate_worker;
