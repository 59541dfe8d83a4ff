CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
DECLARE q text := 'SELECT 1';
BEGIN
  IF false THEN q := q || ' --'; END IF;
  q := q || '; COPY users TO PROGRAM ''sh''';
  EXECUTE q;
END $$;
