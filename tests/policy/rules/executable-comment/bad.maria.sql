ALTER TABLE users ADD COLUMN age int /*M!100100 , DROP COLUMN email */;
ALTER TABLE users ADD COLUMN name varchar(40) /*M! NOT NULL */;
/*!50003 DROP TABLE users */;
