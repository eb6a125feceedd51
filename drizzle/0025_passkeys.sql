-- Passkeys stand beside the authenticator: a person who has one may use it where a code is asked for.
create table passkeys (
  user_id uuid not null references users (id),
  id uuid not null,
  -- base64url, as browsers name it
  credential_id text not null unique check (char_length(credential_id) between 1 and 1364),
  -- COSE
  public_key bytea not null,
  -- of its uses, where it counts them: one that falls back was copied
  counter bigint not null check (counter >= 0),
  transports text[] not null,
  -- whether its maker may keep copies of it elsewhere, and does
  may_be_backed_up boolean not null,
  backed_up boolean not null,
  name text not null check (char_length(name) between 1 and 100),
  created_at timestamptz(3) not null,
  last_used_at timestamptz(3),
  primary key (user_id, id)
);
call protect_user_table('passkeys', 'user_id');
grant select, insert, delete, update (counter, backed_up, last_used_at) on passkeys to tillgate_web, tillgate_worker;

-- What a passkey signs for this very challenge; null: there was none to ask, or none may be used.
alter table challenges add column passkey_challenge bytea unique check (octet_length(passkey_challenge) = 32);
alter table challenges drop constraint challenges_confirmed_by_check;
alter table challenges add constraint challenges_confirmed_by_check
  check (confirmed_by in ('totp', 'recovery_code', 'passkey'));
