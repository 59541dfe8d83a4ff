CREATE FUNCTION f(t text, n integer) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE 'SELECT * FROM users LIMIT ' || n || ' OFFSET ' || n * 2;
END $$;
