-- expect: stored-generated-column
ALTER TABLE orders ADD COLUMN x INT, ADD COLUMN gross INT AS (net * 2) STORED;
