CREATE VIEW readers AS SELECT id FROM users;
PRAGMA foreign_keys = off;
CREATE TABLE new_users (id integer PRIMARY KEY, email text);
INSERT INTO new_users (id, email) SELECT id, email FROM users;
DROP TABLE users;
ALTER TABLE new_users RENAME TO users;
PRAGMA foreign_keys = on;
