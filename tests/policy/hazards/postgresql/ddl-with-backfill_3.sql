-- expect: ddl-with-backfill
ALTER TABLE orders ADD COLUMN x text;
DELETE FROM lines WHERE at < now() - interval '1 year';
