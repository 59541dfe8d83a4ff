-- expect: set-not-null-scan
ALTER TABLE orders DROP CONSTRAINT c, ALTER COLUMN note SET NOT NULL;
