CREATE TABLE names (id bigint PRIMARY KEY, name varchar(20));
ALTER TABLE names ALTER COLUMN name TYPE text;
