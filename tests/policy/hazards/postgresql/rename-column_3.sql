-- expect: rename-column
DO $$ BEGIN ALTER TABLE orders RENAME COLUMN note TO remark; END $$;
