CREATE FUNCTION f(t text, n integer) RETURNS void LANGUAGE plpgsql AS $$
DECLARE q text;
BEGIN
  q := 'SELECT 1 FROM ' || t;
  EXECUTE q;
END $$;
