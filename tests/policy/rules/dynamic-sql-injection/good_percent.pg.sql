CREATE FUNCTION f(t text, n integer) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('SELECT 100 %% 3, %L', t);
END $$;
