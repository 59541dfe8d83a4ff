grant usage on schema inventory to reporting;
grant select on all tables in schema inventory to reporting;
grant insert (sku, amount), update (amount) on inventory.stock to clerk with grant option;
revoke all on inventory.warehouse from public;
alter default privileges in schema inventory grant select on tables to reporting;
alter table inventory.stock owner to inventory_owner;
