CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE 'SELECT 1' || to_char(now(), '"; COPY users TO PROGRAM ''sh''"');
END $$;
