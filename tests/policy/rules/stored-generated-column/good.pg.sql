ALTER TABLE orders ADD COLUMN gross numeric(12,2);
