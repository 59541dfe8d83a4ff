-- expect: explicit-lock-table
DO $$ BEGIN LOCK TABLE orders IN ACCESS EXCLUSIVE MODE NOWAIT; END $$;
