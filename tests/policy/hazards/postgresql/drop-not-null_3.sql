-- expect: drop-not-null
ALTER TABLE orders ADD COLUMN y integer, ALTER COLUMN a DROP NOT NULL, ALTER COLUMN b DROP NOT NULL;
