CREATE TABLE new_users (id INTEGER PRIMARY KEY, email TEXT);
INSERT INTO new_users (id, email) SELECT id, email FROM users;
UPDATE new_users SET email = '';
DROP TABLE users;
ALTER TABLE new_users RENAME TO users;
