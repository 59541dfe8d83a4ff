DROP TRIGGER IF EXISTS users_audit;

DELIMITER $$
CREATE TRIGGER users_audit AFTER UPDATE ON users
FOR EACH ROW
BEGIN
  IF OLD.email <> NEW.email THEN
    INSERT INTO audit (user_id, old_email, at) VALUES (OLD.id, OLD.email, NOW());
  END IF;
END$$
DELIMITER ;
