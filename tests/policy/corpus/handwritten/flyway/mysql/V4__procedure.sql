DELIMITER $$
CREATE PROCEDURE archive_customers(IN days INT)
BEGIN
  INSERT INTO customer_archive SELECT * FROM customer WHERE created_at < NOW() - INTERVAL days DAY;
  DELETE FROM customer WHERE created_at < NOW() - INTERVAL days DAY;
END$$
DELIMITER ;
