-- expect: add-check-validating
DO $$ BEGIN ALTER TABLE orders ADD CONSTRAINT c CHECK (total > 0); END $$;
