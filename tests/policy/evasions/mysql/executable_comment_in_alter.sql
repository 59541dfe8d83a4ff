ALTER TABLE users ADD COLUMN age int /*!50001 , DROP COLUMN email */;
