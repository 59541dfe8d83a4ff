DELIMITER ; -- //
DROP TABLE users;
