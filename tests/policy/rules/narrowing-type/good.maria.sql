ALTER TABLE users MODIFY COLUMN name varchar(200);
ALTER TABLE users MODIFY COLUMN age bigint, MODIFY note mediumtext, MODIFY seen datetime(6), MODIFY kind enum('a','b','c'), ALGORITHM=INPLACE, LOCK=NONE;
