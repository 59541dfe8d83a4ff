CREATE FUNCTION f() RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  RETURN pg_catalog.now()::text;
END $$;
