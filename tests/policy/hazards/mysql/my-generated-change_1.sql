-- expect: my-generated-change
ALTER TABLE orders MODIFY gross DECIMAL(12,2) AS (net * 1.25) STORED;
