-- expect: truncate-cascade
DO $$ BEGIN TRUNCATE TABLE a, b CASCADE; END $$;
