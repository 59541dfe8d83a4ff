-- expect: type-change-rewrite
ALTER TABLE orders ADD COLUMN x text, ALTER COLUMN at TYPE timestamp(3), ALTER COLUMN code TYPE char(10);
