-- expect: create-index-not-concurrent
DO $$ BEGIN CREATE INDEX orders_note ON orders (note); END $$;
