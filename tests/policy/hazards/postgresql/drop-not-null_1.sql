-- expect: drop-not-null
ALTER TABLE orders ALTER COLUMN note DROP NOT NULL;
