CREATE PROCEDURE count_of(IN owner TEXT)
BEGIN
  SET @owner = owner;
  PREPARE found FROM 'SELECT count(*) FROM invoices WHERE owner = ?';
  EXECUTE found USING @owner;
END;
