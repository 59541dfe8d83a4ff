CREATE TABLE new_users (id INTEGER PRIMARY KEY, email TEXT, name TEXT);
INSERT INTO new_users (id, email, name) SELECT id, name, email FROM users;
DROP TABLE users;
ALTER TABLE new_users RENAME TO users;
