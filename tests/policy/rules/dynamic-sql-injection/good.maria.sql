CREATE PROCEDURE count_of(IN owner TEXT, IN most INT)
BEGIN
  SET @q = CONCAT('SELECT count(*) FROM invoices WHERE owner = ', QUOTE(owner), ' LIMIT ', most);
  PREPARE found FROM @q;
  EXECUTE found;
  DEALLOCATE PREPARE found;
END;
