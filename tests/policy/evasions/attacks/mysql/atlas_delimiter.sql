-- atlas:delimiter //

SELECT 1//
DROP TABLE users//
