-- expect: rename-enum-value
DO $$ BEGIN ALTER TYPE mood RENAME VALUE 'ok' TO 'fine'; END $$;
