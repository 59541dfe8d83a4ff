ALTER TABLE users CHANGE name full_name varchar(80);
ALTER TABLE users RENAME COLUMN mail TO email;
