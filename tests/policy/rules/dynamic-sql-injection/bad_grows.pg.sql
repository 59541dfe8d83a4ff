CREATE FUNCTION f(t text, n integer) RETURNS SETOF integer LANGUAGE plpgsql AS $$
DECLARE q text := 'SELECT 1';
BEGIN
  q := q || ' WHERE name = ''' || t || '''';
  RETURN QUERY EXECUTE q;
END $$;
