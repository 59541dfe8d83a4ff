ALTER TABLE orders ADD COLUMN total_big bigint;
