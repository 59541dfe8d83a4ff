CREATE FUNCTION f(t text, n integer) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 WHERE 'a' || t = 'b';
END $$;
