DO $$ BEGIN EXECUTE format('DELETE FROM %I', 'users'); END $$;
