PRAGMA foreign_keys = off;
CREATE TABLE new_users (name text, age integer, code integer);
INSERT INTO new_users (name, age, code) SELECT name, age, code FROM users;
DROP TABLE users;
ALTER TABLE new_users RENAME TO users;
