-- expect: truncate
DO $$ BEGIN TRUNCATE orders; END $$;
