DROP PROCEDURE IF EXISTS backfill_slugs;
DELIMITER //
CREATE PROCEDURE backfill_slugs()
BEGIN
  DECLARE done INT DEFAULT 0;
  REPEAT
    UPDATE articles SET slug = LOWER(REPLACE(title, ' ', '-')) WHERE slug IS NULL LIMIT 500;
    SET done = ROW_COUNT() = 0;
  UNTIL done END REPEAT;
END //
DELIMITER ;
CALL backfill_slugs();
DROP PROCEDURE backfill_slugs;
