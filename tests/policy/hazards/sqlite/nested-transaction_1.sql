-- expect: nested-transaction
BEGIN;
ALTER TABLE orders ADD COLUMN x TEXT;
COMMIT;
