-- expect: drop-primary-key
ALTER TABLE orders DROP CONSTRAINT orders_pkey;
