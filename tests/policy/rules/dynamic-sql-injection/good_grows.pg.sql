CREATE FUNCTION f(t text, n integer) RETURNS void LANGUAGE plpgsql AS $$
DECLARE q text := 'SELECT 1 FROM users WHERE name = $1';
BEGIN
  IF n > 0 THEN
    q := q || format(' LIMIT %s', n);
  END IF;
  EXECUTE q USING t;
END $$;
