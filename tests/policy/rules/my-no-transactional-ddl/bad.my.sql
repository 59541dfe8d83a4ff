ALTER TABLE orders ADD COLUMN note VARCHAR(100);
CREATE INDEX orders_code ON orders (code);
