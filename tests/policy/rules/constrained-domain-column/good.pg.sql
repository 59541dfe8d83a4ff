ALTER TABLE orders ADD COLUMN rebate int;
ALTER TABLE orders ADD CONSTRAINT orders_rebate CHECK (rebate >= 0) NOT VALID;
