CREATE TABLE new_users (id integer PRIMARY KEY);
INSERT INTO new_users (id) SELECT id FROM users;
DROP TABLE users;
ALTER TABLE new_users RENAME TO users;
