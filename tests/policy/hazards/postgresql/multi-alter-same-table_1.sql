-- expect: multi-alter-same-table
ALTER TABLE orders ALTER COLUMN a TYPE bigint;
ALTER TABLE orders ALTER COLUMN b TYPE bigint;
