-- expect: set-not-null-scan
ALTER TABLE orders ADD CONSTRAINT c CHECK (other IS NOT NULL);
ALTER TABLE orders ALTER COLUMN note SET NOT NULL;
