-- expect: stored-generated-column
ALTER TABLE orders ADD COLUMN gross DECIMAL(12,2) AS (net * 1.2) STORED;
