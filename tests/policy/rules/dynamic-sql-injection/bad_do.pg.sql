DO $$
DECLARE r record;
BEGIN
  FOR r IN SELECT nspname FROM pg_namespace LOOP
    EXECUTE 'GRANT USAGE ON SCHEMA ' || r.nspname || ' TO app';
  END LOOP;
END $$;
