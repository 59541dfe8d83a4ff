-- expect: drop-cascade
ALTER TABLE orders DROP CONSTRAINT orders_pkey CASCADE;
