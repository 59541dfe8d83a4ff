-- expect: ddl-with-backfill
BEGIN;
ALTER TABLE orders ADD COLUMN state text;
WITH done AS (UPDATE orders SET state = 'new' RETURNING id) SELECT count(*) FROM done;
COMMIT;
