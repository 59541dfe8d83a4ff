-- expect: type-change-compat
ALTER TABLE orders ALTER COLUMN id TYPE bigint;
