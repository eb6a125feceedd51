-- Which version of a payment page its rows make: equal marks, equal answers to a poll, but for the time of asking. Made of
-- the rows' own versions (xmin), so that no write is missed, of how deep its payments lie, and of the shop's name: of the
-- merchant nothing else is in the answer, and its other settings are no news on every page.
create function checkout_marks(p_codes text[]) returns table (code char(22), merchant_id uuid,
  mark text, expires_at_ms float8)
language sql stable security definer set search_path = public, pg_temp as $$
  select i.code, i.merchant_id,
    concat_ws(' ', i.xmin, (
      select string_agg(concat_ws('.', t.xmin, least(c.latest_height - t.height, 10000)), ' '
        order by t.height, t.tx_hash, t.log_index)
      from chain_transfers t left join chain_cursors c on c.network = t.network
      where t.merchant_id = i.merchant_id and t.owner_id = i.id and t.state <> 'orphaned'), coalesce(m.brand_name, m.name)),
    extract(epoch from i.expires_at) * 1000
  from invoices i join merchants m on m.id = i.merchant_id
  where i.code = any (p_codes::bpchar[])
$$;
revoke execute on function checkout_marks(text[]) from public;
grant execute on function checkout_marks(text[]) to tillgate_web;
