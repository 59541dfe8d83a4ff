ALTER TABLE users MODIFY COLUMN name varchar(20);
ALTER TABLE users CHANGE age years smallint;
ALTER TABLE users MODIFY price decimal(8,2), MODIFY seen date;
