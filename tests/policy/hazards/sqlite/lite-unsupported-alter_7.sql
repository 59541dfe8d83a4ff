-- expect: lite-unsupported-alter
ALTER TABLE orders ADD COLUMN gross REAL GENERATED ALWAYS AS (net * 2) STORED;
