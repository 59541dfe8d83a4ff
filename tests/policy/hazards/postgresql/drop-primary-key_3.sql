-- expect: drop-primary-key
ALTER TABLE orders DROP CONSTRAINT IF EXISTS orders_pkey CASCADE, ADD COLUMN x integer;
