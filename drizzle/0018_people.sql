-- People: who signs in, what they prove it with, where they are signed in, whom they work for.
-- Their rows are no merchant's: each is seen by the person that the transaction names, a third wall beside the other two.
create function app_user() returns uuid language sql stable parallel safe
  return nullif(current_setting('app.user', true), '')::uuid;

create procedure protect_user_table(target regclass, user_column text) language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format(
    'create policy web_own_user on %s to tillgate_web using (%I = (select app_user())) with check (%I = (select app_user()))',
    target, user_column, user_column);
  execute format('create policy worker_all on %s to tillgate_worker using (true) with check (true)', target);
  execute format('create policy owner_all on %s to current_user using (true) with check (true)', target);
end $$;

create table users (
  id uuid primary key,
  -- as it is written to, and how it is found: in lower case, no two alike
  email text not null unique check (email = lower(email) and email ~ '^[^@[:space:],;<>"]+@[^@[:space:],;<>"]+$' and char_length(email) <= 254),
  email_verified_at timestamptz(3),
  name text not null check (char_length(name) between 1 and 100),
  language text not null default 'en' check (language ~ '^[a-z]{2}$'),
  -- an IANA name; null: the browser's
  time_zone text check (char_length(time_zone) between 1 and 64),
  theme text not null default 'system' check (theme in ('system', 'light', 'dark')),
  -- runs this installation
  is_operator boolean not null default false,
  status text not null default 'active' check (status in ('active', 'disabled')),
  created_at timestamptz(3) not null
);
call protect_user_table('users', 'id');

create table user_credentials (
  user_id uuid primary key references users (id),
  -- Argon2id, PHC string format
  password_hash text not null,
  password_changed_at timestamptz(3) not null,
  -- sealed; null: no second factor. Pending: shown, not yet confirmed by a code.
  totp_secret text,
  totp_pending_secret text,
  totp_confirmed_at timestamptz(3),
  -- the 30-second step of the last code that was taken: none is taken twice
  totp_last_step bigint not null default 0,
  -- wrong passwords and codes in a row, and until when even right ones are refused
  failures integer not null default 0,
  locked_until timestamptz(3),
  check ((totp_secret is null) = (totp_confirmed_at is null))
) with (fillfactor = 50);
call protect_user_table('user_credentials', 'user_id');

create table recovery_codes (
  user_id uuid not null references users (id),
  code_hash bytea not null,
  created_at timestamptz(3) not null,
  used_at timestamptz(3),
  primary key (user_id, code_hash)
);
call protect_user_table('recovery_codes', 'user_id');

-- One row per sign-in; the cookie holds the token, the row its hash.
create table user_sessions (
  user_id uuid not null references users (id),
  id uuid not null,
  token_hash bytea not null unique,
  -- whose dashboard it shows; null: none chosen
  current_merchant_id uuid references merchants (id),
  address text not null,
  user_agent text not null check (char_length(user_agent) <= 400),
  created_at timestamptz(3) not null,
  -- to the minute
  last_seen_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  -- when the password was last proven, and a one-time code
  password_at timestamptz(3) not null,
  code_at timestamptz(3),
  ended_at timestamptz(3),
  ended_reason text check (ended_reason in ('signed_out', 'revoked', 'password_changed', 'second_factor_changed', 'disabled')),
  primary key (user_id, id),
  check ((ended_at is null) = (ended_reason is null))
) with (fillfactor = 70);
create index user_sessions_old on user_sessions (expires_at);
call protect_user_table('user_sessions', 'user_id');

-- Links that are sent by mail: each works once.
create table user_tokens (
  user_id uuid not null references users (id),
  id uuid not null,
  kind text not null check (kind in ('verify_email', 'reset_password', 'change_email')),
  token_hash bytea not null unique,
  -- the address that it was sent to
  email text not null,
  created_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  used_at timestamptz(3),
  primary key (user_id, id)
);
call protect_user_table('user_tokens', 'user_id');

-- A one-time code is given for exactly what was shown: kind and digest. Confirmed by the code, spent by the verb, once.
create table challenges (
  user_id uuid not null references users (id),
  id uuid not null,
  about_merchant_id uuid references merchants (id),
  kind text not null check (char_length(kind) between 1 and 60),
  digest bytea not null,
  tries integer not null default 0 check (tries between 0 and 5),
  created_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  confirmed_at timestamptz(3),
  confirmed_by text check (confirmed_by in ('totp', 'recovery_code')),
  -- of the code that confirmed it: given again after a lost answer it is no replay
  code_hash bytea,
  spent_at timestamptz(3),
  primary key (user_id, id),
  check ((confirmed_at is null) = (confirmed_by is null) and (confirmed_at is null) = (code_hash is null)),
  check (spent_at is null or confirmed_at is not null)
);
create index challenges_old on challenges (created_at);
call protect_user_table('challenges', 'user_id');

-- Who works for which merchant, and as what.
create table memberships (
  merchant_id uuid not null references merchants (id),
  user_id uuid not null references users (id),
  role text not null check (role in ('owner', 'admin', 'finance', 'support', 'developer', 'viewer')),
  created_at timestamptz(3) not null,
  invited_by uuid references users (id),
  primary key (merchant_id, user_id)
);
create index memberships_of_user on memberships (user_id);
call protect_merchant_table('memberships', 'merchant_id');

create table invitations (
  merchant_id uuid not null references merchants (id),
  id uuid not null,
  email text not null check (email = lower(email) and char_length(email) <= 254),
  role text not null check (role in ('owner', 'admin', 'finance', 'support', 'developer', 'viewer')),
  token_hash bytea not null unique,
  invited_by uuid not null references users (id),
  created_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  accepted_at timestamptz(3),
  accepted_by uuid references users (id),
  revoked_at timestamptz(3),
  primary key (merchant_id, id),
  check (accepted_at is null or revoked_at is null)
);
create unique index invitations_open on invitations (merchant_id, email) where accepted_at is null and revoked_at is null;
call protect_merchant_table('invitations', 'merchant_id');

-- Colleagues see each other's names and addresses; what they sign in with is in other tables.
create policy web_colleagues on users for select to tillgate_web using (
  exists (select 1 from memberships m where m.user_id = users.id and m.merchant_id = (select app_merchant())));

-- Asked before it is known who is there.
create function find_user(p_email text) returns uuid
language sql stable security definer set search_path = public, pg_temp as $$
  select id from users where email = lower(p_email)
$$;

-- The session of a token, its person, and every merchant that the person works for.
create function find_session(p_hash bytea)
returns table (session jsonb, person jsonb, second_factor boolean, merchants jsonb)
language sql stable security definer set search_path = public, pg_temp as $$
  select to_jsonb(s) - 'token_hash', to_jsonb(u), c.totp_secret is not null,
    coalesce((select jsonb_agg(jsonb_build_object('id', m.id, 'name', m.name, 'number', m.number, 'clientId', m.client_id,
        'status', m.status, 'rateLimits', m.rate_limits, 'role', w.role) order by m.number)
      from memberships w join merchants m on m.id = w.merchant_id where w.user_id = u.id), '[]'::jsonb)
  from user_sessions s join users u on u.id = s.user_id join user_credentials c on c.user_id = u.id
  where s.token_hash = p_hash and s.ended_at is null and s.expires_at > now() and u.status = 'active'
$$;

-- Whose a mailed link is. Whether it still works is asked of its row, under a lock.
create function find_user_token(p_hash bytea) returns table (user_id uuid, id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
  select t.user_id, t.id from user_tokens t where t.token_hash = p_hash
$$;
create function find_invitation(p_hash bytea) returns table (merchant_id uuid, id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
  select i.merchant_id, i.id from invitations i where i.token_hash = p_hash
$$;
-- Registration numbers merchants, and sees none of them.
create function last_merchant_number() returns integer
language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(max(number), 0) from merchants
$$;

revoke execute on function find_user(text), find_session(bytea), find_user_token(bytea), find_invitation(bytea),
  last_merchant_number() from public;
grant execute on function find_user(text), find_session(bytea), find_user_token(bytea), find_invitation(bytea),
  last_merchant_number() to tillgate_web, tillgate_worker;

-- What a person is by now changes by the operator's word alone: is_operator and status have no grant to the web role.
grant select, insert (id, email, name, language, time_zone, theme, created_at),
  update (email, email_verified_at, name, language, time_zone, theme) on users to tillgate_web;
grant select, insert, update on users to tillgate_worker;
grant select, insert, update on user_credentials to tillgate_web, tillgate_worker;
grant select, insert, delete, update (used_at) on recovery_codes to tillgate_web, tillgate_worker;
grant select, insert, update (current_merchant_id, last_seen_at, password_at, code_at, ended_at, ended_reason)
  on user_sessions to tillgate_web, tillgate_worker;
grant delete on user_sessions to tillgate_worker;
grant select, insert, update (used_at) on user_tokens to tillgate_web, tillgate_worker;
grant delete on user_tokens to tillgate_worker;
grant select, insert, update (tries, confirmed_at, confirmed_by, code_hash, spent_at) on challenges to tillgate_web, tillgate_worker;
grant delete on challenges to tillgate_worker;
grant select, insert, delete, update (role) on memberships to tillgate_web, tillgate_worker;
grant select, insert, update (accepted_at, accepted_by, revoked_at, expires_at, token_hash, role)
  on invitations to tillgate_web, tillgate_worker;

-- Mail of the house, to people: it is no merchant's.
alter table mails drop constraint mails_pkey;
alter table mails alter column merchant_id drop not null;
alter table mails add primary key (id);
alter table mails drop constraint mails_kind_check;
alter table mails add constraint mails_kind_check check (kind ~ '^[a-z_]{3,40}$');
create index mails_of_merchant on mails (merchant_id, created_at);
create policy web_house_mail on mails for insert to tillgate_web with check (merchant_id is null);

-- What people do that is no merchant's affair is written down, too.
create policy web_house_audit on audit_log for insert to tillgate_web with check (merchant_id is null);
