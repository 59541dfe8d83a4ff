/*
DELIMITER //
*/
DROP TABLE users;
