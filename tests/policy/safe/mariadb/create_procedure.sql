DELIMITER //
CREATE PROCEDURE touch_order(IN order_id BIGINT)
BEGIN
  UPDATE orders SET updated_at = NOW() WHERE id = order_id;
END //
DELIMITER ;
