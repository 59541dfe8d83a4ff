-- expect: type-change-rewrite
ALTER TABLE orders ALTER COLUMN id TYPE bigint;
