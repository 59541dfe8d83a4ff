CREATE FUNCTION f(j jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE 'SELECT ' || (j->>'name');
END $$;
