CREATE FUNCTION f(c regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE 'TRUNCATE ' || c || ';' || c::text;
END $$;
