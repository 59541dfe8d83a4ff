CREATE FUNCTION f(t text, n integer) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('SELECT %1$I, %2$s', t, t);
END $$;
