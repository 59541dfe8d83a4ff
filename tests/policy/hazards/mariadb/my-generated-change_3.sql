-- expect: my-generated-change
ALTER TABLE orders ADD COLUMN x INT, MODIFY COLUMN gross BIGINT AS (net + 1) STORED;
