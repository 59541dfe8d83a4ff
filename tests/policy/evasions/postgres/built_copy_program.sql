CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('COPY %I TO PROGRAM %L', 'users', 'sh');
END $$;
