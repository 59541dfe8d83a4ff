-- expect: rename-table
DO $$ BEGIN ALTER TABLE orders RENAME TO purchases; END $$;
