-- A payer is told the shop's name as its pages have it, and no other: a merchant may trade under a brand.
create or replace function find_checkout(p_code char(22)) returns table (merchant_id uuid, invoice_id uuid, merchant_name text)
language sql stable security definer set search_path = public, pg_temp as $$
  select i.merchant_id, i.id, coalesce(m.brand_name, m.name) from invoices i join merchants m on m.id = i.merchant_id where i.code = p_code
$$;
