ALTER TABLE users ADD COLUMN plan text;
ALTER TABLE orders ADD CONSTRAINT orders_total CHECK (total >= 0);
REFRESH MATERIALIZED VIEW daily_totals;
