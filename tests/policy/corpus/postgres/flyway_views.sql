-- a view and its materialized twin
create or replace view inventory.low_stock as
  with totals as (select sku, sum(amount) as total from inventory.stock group by sku)
  select sku, total from totals where total < 10 order by total;
create materialized view if not exists inventory.stock_by_month as
  select date_trunc('month', counted_at) as month, count(*) filter (where amount = 0) as empty
  from inventory.counts group by rollup (1)
with no data;
create unique index on inventory.stock_by_month (month);
refresh materialized view concurrently inventory.stock_by_month;
drop view if exists inventory.old_view;
