-- expect: nested-transaction
BEGIN;
ALTER TABLE orders ADD COLUMN x text;
COMMIT;
