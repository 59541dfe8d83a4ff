-- expect: ddl-with-backfill
ALTER TABLE orders ADD COLUMN state VARCHAR(10);
UPDATE orders SET state = 'new' WHERE state IS NULL;
