-- expect: drop-constraint
ALTER TABLE orders ADD COLUMN x text, DROP CONSTRAINT orders_code_key;
