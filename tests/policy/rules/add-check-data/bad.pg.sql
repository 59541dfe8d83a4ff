ALTER TABLE orders ADD CONSTRAINT orders_total CHECK (total >= 0);
ALTER TABLE orders ADD COLUMN stars int DEFAULT 0 CHECK (stars > 0);
ALTER TABLE orders ADD COLUMN paid int DEFAULT 0 CHECK (paid <= total);
ALTER TABLE orders ADD COLUMN note text CHECK (note IS NOT NULL);
ALTER TABLE orders ADD COLUMN code text DEFAULT 'abc' CHECK (code ~ '^[a-z]+$');
