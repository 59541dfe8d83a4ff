ALTER TABLE orders ADD CONSTRAINT orders_total CHECK (total >= 0);
ALTER TABLE orders ADD COLUMN rebate int, ADD CHECK (rebate >= 0);
