DROP VIEW readers;
PRAGMA foreign_keys = off;
CREATE TABLE new_users (id integer PRIMARY KEY, email text);
INSERT INTO new_users SELECT * FROM users;
DROP TABLE users;
ALTER TABLE new_users RENAME TO users;
CREATE INDEX users_email ON users (email);
CREATE VIEW readers AS SELECT id FROM users;
PRAGMA foreign_keys = on;
