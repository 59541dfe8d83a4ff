CREATE FUNCTION f(t text, n integer) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE 'SELECT ' || coalesce(quote_literal(t), 'NULL');
END $$;
