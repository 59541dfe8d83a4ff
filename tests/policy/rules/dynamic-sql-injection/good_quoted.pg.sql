CREATE FUNCTION f(t text, n integer) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE 'SELECT ' || quote_literal(t) || ' FROM ' || quote_ident(t);
END $$;
