DO $$ BEGIN PERFORM wipe(); END $$;
