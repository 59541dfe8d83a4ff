CREATE PROCEDURE purge(IN tbl VARCHAR(64))
BEGIN
  SET @q = CONCAT('TRUNCATE `', REPLACE(tbl, '`', '``'), '`');
  PREPARE found FROM @q;
  EXECUTE found;
  DEALLOCATE PREPARE found;
END;
