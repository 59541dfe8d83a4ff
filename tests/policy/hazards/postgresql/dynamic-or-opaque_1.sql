-- expect: dynamic-or-opaque
DO $$ BEGIN EXECUTE 'DROP TABLE ' || 'orders'; END $$;
