PRAGMA foreign_keys = off;
CREATE TABLE new_users (name varchar(20), age integer, code text);
INSERT INTO new_users (name, age, code) SELECT name, age, code FROM users;
DROP TABLE users;
ALTER TABLE new_users RENAME TO users;
