/*!40101 SET NAMES utf8mb4 */;
ALTER TABLE users ADD COLUMN age int /*!50001 , DROP COLUMN email */;
ALTER TABLE users /*! DROP COLUMN email, */ ADD COLUMN name varchar(40);
UPDATE /*+ SET_VAR(foreign_key_checks = OFF) */ users SET name = 'x' WHERE id = 1;
ALTER TABLE users ADD COLUMN city varchar(40) /*M! NOT NULL */;
