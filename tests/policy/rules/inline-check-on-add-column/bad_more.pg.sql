ALTER TABLE orders ADD COLUMN rebate int CHECK (rebate >= 0);
ALTER TABLE orders ADD COLUMN discount int NOT NULL DEFAULT 0 CONSTRAINT orders_discount CHECK (discount >= 0);
