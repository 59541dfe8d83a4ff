-- expect: type-change-rewrite
DO $$ BEGIN ALTER TABLE orders ALTER COLUMN total TYPE numeric USING total::numeric; END $$;
