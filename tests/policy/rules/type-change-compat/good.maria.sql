ALTER TABLE orders MODIFY total int(10);
ALTER TABLE orders ADD COLUMN total_big bigint;
