-- expect: drop-index-not-concurrent
DO $$ BEGIN DROP INDEX orders_note; END $$;
