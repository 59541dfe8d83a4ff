CREATE PROCEDURE count_of(IN owner TEXT)
BEGIN
  SET @q = CONCAT('SELECT count(*) FROM invoices WHERE owner = ''', owner, '''');
  PREPARE found FROM @q;
  EXECUTE found;
  DEALLOCATE PREPARE found;
END;
