-- atlas:txmode none

-- expect: unclosed-transaction
BEGIN;
ALTER TABLE orders ADD COLUMN x text;
