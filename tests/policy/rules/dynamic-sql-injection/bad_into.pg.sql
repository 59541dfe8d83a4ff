CREATE FUNCTION f(t text, n integer) RETURNS void LANGUAGE plpgsql AS $$
DECLARE q text;
BEGIN
  SELECT 'DROP TABLE ' || t INTO q;
  EXECUTE q;
END $$;
