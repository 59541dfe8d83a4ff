CREATE FUNCTION f(t text, n integer) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('DROP TABLE %s', t);
END $$;
