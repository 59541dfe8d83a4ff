CREATE FUNCTION count_of(owner text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE found bigint;
BEGIN
  EXECUTE format('SELECT count(*) FROM %I WHERE owner = $1', 'invoices') INTO found USING owner;
  RETURN found;
END $$;
