DO $$ BEGIN EXECUTE 'DROP TABLE ' || 'users'; END $$;
CALL purge();
SELECT app.purge();
FROBNICATE users;
