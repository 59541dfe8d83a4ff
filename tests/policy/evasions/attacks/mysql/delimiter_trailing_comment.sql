DELIMITER // -- x
DROP TABLE users//
