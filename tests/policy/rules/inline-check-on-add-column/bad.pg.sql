ALTER TABLE orders ADD COLUMN rebate int CHECK (rebate >= 0);
