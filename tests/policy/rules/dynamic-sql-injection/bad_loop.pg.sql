CREATE FUNCTION f(t text, n integer) RETURNS void LANGUAGE plpgsql AS $$
DECLARE r record;
BEGIN
  FOR r IN SELECT tablename FROM pg_tables LOOP
    EXECUTE 'TRUNCATE ' || r.tablename;
  END LOOP;
END $$;
