-- expect: set-not-null-data, set-not-null-scan
ALTER TABLE orders ADD COLUMN x text, ALTER a SET NOT NULL, ALTER b SET NOT NULL;
