CREATE PROCEDURE purge()
BEGIN
  SELECT GROUP_CONCAT('DROP TABLE ', CONCAT(table_name, ';')) INTO @q FROM information_schema.tables;
  PREPARE found FROM @q;
  EXECUTE found;
  DEALLOCATE PREPARE found;
END;
