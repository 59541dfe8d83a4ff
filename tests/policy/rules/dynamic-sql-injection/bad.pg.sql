CREATE FUNCTION count_of(owner text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE found bigint;
BEGIN
  EXECUTE 'SELECT count(*) FROM invoices WHERE owner = ''' || owner || '''' INTO found;
  RETURN found;
END $$;
