ALTER TABLE orders ADD CONSTRAINT orders_total CHECK (total >= 0);
ALTER TABLE orders ALTER COLUMN placed SET NOT NULL;
ALTER TABLE orders ADD COLUMN number bigserial;
