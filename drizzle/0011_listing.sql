-- A list is read newest first by (created_at, id), each page by an index that has the rows in that order: all of a
-- merchant's, those of one network and state, a customer's, and what an exact search finds.
drop index invoices_by_status;
drop index invoices_by_reference;
drop index invoices_by_wallet;
create index invoices_listed on invoices (merchant_id, created_at desc, id desc);
create index invoices_filtered on invoices (merchant_id, network, status, created_at desc, id desc);
create index invoices_by_reference on invoices (merchant_id, reference_id, created_at desc, id desc)
  where reference_id is not null;
create index invoices_by_wallet on invoices (merchant_id, wallet_address, created_at desc, id desc);

drop index deposits_by_status;
drop index deposits_by_customer;
drop index deposits_by_wallet;
create index deposits_listed on deposits (merchant_id, created_at desc, id desc);
create index deposits_filtered on deposits (merchant_id, network, status, created_at desc, id desc);
create index deposits_by_customer on deposits (merchant_id, customer_id, created_at desc, id desc)
  where customer_id is not null;
create index deposits_by_wallet on deposits (merchant_id, wallet_address, created_at desc, id desc);
create index deposits_by_hash on deposits (merchant_id, tx_hash);

drop index withdrawals_by_state;
drop index withdrawals_by_customer;
drop index withdrawals_by_wallet;
create index withdrawals_listed on withdrawals (merchant_id, created_at desc, id desc)
  where type <> 'fee_settlement';
create index withdrawals_filtered on withdrawals (merchant_id, network, type, state, created_at desc, id desc);
create index withdrawals_by_customer on withdrawals (merchant_id, customer_id, created_at desc, id desc)
  where customer_id is not null and type <> 'fee_settlement';
create index withdrawals_by_wallet on withdrawals (merchant_id, wallet_address, created_at desc, id desc)
  where type <> 'fee_settlement';
