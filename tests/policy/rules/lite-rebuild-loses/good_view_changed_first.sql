DROP VIEW readers;
CREATE VIEW readers AS SELECT id, email FROM people;
PRAGMA foreign_keys = off;
CREATE TABLE new_users (id integer PRIMARY KEY, email text);
INSERT INTO new_users (id, email) SELECT id, email FROM users;
DROP TABLE users;
ALTER TABLE new_users RENAME TO users;
CREATE INDEX users_email ON users (email);
PRAGMA foreign_keys = on;
