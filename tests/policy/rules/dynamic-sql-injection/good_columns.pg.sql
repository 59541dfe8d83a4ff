CREATE FUNCTION f(t text, n integer) RETURNS void LANGUAGE plpgsql AS $$
DECLARE cols text;
BEGIN
  SELECT string_agg(quote_ident(column_name), ', ') INTO cols FROM information_schema.columns WHERE table_name = t;
  EXECUTE format('SELECT %s FROM %I', cols, t);
END $$;
