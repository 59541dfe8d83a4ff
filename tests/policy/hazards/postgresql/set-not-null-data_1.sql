-- expect: set-not-null-data, set-not-null-scan
ALTER TABLE orders ALTER COLUMN note SET NOT NULL;
