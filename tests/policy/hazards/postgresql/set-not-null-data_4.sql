-- expect: set-not-null-data, set-not-null-scan
DO $$ BEGIN ALTER TABLE orders ALTER COLUMN note SET NOT NULL; END $$;
