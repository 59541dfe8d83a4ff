ALTER TABLE orders ADD CONSTRAINT orders_total CHECK (total >= 0);
ALTER TABLE orders ADD COLUMN stars int DEFAULT 0 CHECK (stars > 0);
