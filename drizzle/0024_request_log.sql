-- The log of API calls: what a merchant's programs asked and what they were answered, masked, for thirty days.
-- The id is the call's request id, a UUIDv7: in its order the newest call is the greatest id.
create table api_requests (
  merchant_id uuid not null references merchants (id),
  id uuid not null,
  created_at timestamptz(3) not null,
  -- as the audit log writes it: a key, or a person of the dashboard
  actor text not null check (actor ~ '^(api_key|user):[0-9a-f-]{36}$'),
  method text not null check (char_length(method) <= 10),
  -- the path as the API's reference writes it, and as it was called
  route text not null check (char_length(route) <= 200),
  path text not null check (char_length(path) <= 1000),
  query text not null check (char_length(query) <= 2000),
  status smallint not null check (status between 100 and 599),
  error text check (char_length(error) <= 60),
  duration_ms integer not null check (duration_ms >= 0),
  address text not null check (char_length(address) <= 60),
  user_agent text check (char_length(user_agent) <= 200),
  -- what else the call brought; never the values
  with_secret boolean not null,
  with_idempotency_key boolean not null,
  replayed boolean not null,
  -- masked JSON, cut; null: there was none, or none that can be masked
  request_body text check (char_length(request_body) <= 4100),
  response_body text check (char_length(response_body) <= 2100),
  -- what was sent, as it was sent
  request_bytes integer not null check (request_bytes >= 0),
  response_bytes integer not null check (response_bytes >= 0),
  primary key (merchant_id, id)
);
create index api_requests_old on api_requests (created_at);
create index api_requests_of_actor on api_requests (merchant_id, actor, id desc);
create index api_requests_of_route on api_requests (merchant_id, route, id desc);
create index api_requests_refused on api_requests (merchant_id, id desc) where status >= 400;
call protect_merchant_table('api_requests', 'merchant_id');
grant select on api_requests to tillgate_web;
grant select, delete on api_requests to tillgate_worker;

-- One statement writes a batch of every merchant's calls: the web role is bound to one merchant at a time, or to none.
-- A line whose key or person is not that merchant's is left out.
create function note_api_requests(p_calls jsonb) returns integer
language sql security definer set search_path = public, pg_temp as $$
  with noted as (
    insert into api_requests (merchant_id, id, created_at, actor, method, route, path, query, status, error, duration_ms,
      address, user_agent, with_secret, with_idempotency_key, replayed, request_body, response_body, request_bytes,
      response_bytes)
    select c.merchant_id, c.id, c.created_at, c.actor, c.method, c.route, c.path, c.query, c.status, c.error, c.duration_ms,
      c.address, c.user_agent, c.with_secret, c.with_idempotency_key, c.replayed, c.request_body, c.response_body,
      c.request_bytes, c.response_bytes
    from jsonb_to_recordset(p_calls) as c (merchant_id uuid, id uuid, created_at timestamptz, actor text, method text,
      route text, path text, query text, status smallint, error text, duration_ms integer, address text, user_agent text,
      with_secret boolean, with_idempotency_key boolean, replayed boolean, request_body text, response_body text,
      request_bytes integer, response_bytes integer)
    where case split_part(c.actor, ':', 1)
      when 'api_key' then exists (select 1 from api_keys k
        where k.merchant_id = c.merchant_id and k.id = split_part(c.actor, ':', 2)::uuid)
      when 'user' then exists (select 1 from memberships m
        where m.merchant_id = c.merchant_id and m.user_id = split_part(c.actor, ':', 2)::uuid)
      else false end
    on conflict do nothing
    returning 1
  ) select count(*)::integer from noted
$$;
revoke execute on function note_api_requests(jsonb) from public;
grant execute on function note_api_requests(jsonb) to tillgate_web;
