CREATE FUNCTION fact(n integer) RETURNS bigint LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  IF n < 2 THEN RETURN 1; END IF;
  RETURN n * fact(n - 1);
END $$;
