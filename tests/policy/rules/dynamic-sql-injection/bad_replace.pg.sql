CREATE FUNCTION f(t text, n integer) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE 'SELECT ''' || replace(t, '''', '''''') || '''';
END $$;
