-- expect: drop-table
DO $$ BEGIN DROP TABLE IF EXISTS orders; END $$;
