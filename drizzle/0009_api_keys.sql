-- What one key moved out on a day of UTC, with and without its secret counted apart.
create table key_spending (
  merchant_id uuid not null,
  key_id uuid not null,
  day date not null,
  with_secret boolean not null,
  spent_units bigint not null check (spent_units > 0),
  primary key (merchant_id, key_id, day, with_secret),
  foreign key (merchant_id, key_id) references api_keys (merchant_id, id)
);
call protect_merchant_table('key_spending', 'merchant_id');
grant select, insert, update (spent_units) on key_spending to tillgate_web, tillgate_worker;
