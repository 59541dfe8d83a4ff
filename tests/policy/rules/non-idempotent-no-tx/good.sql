-- atlas:txmode none

PRAGMA foreign_keys = off;
CREATE TABLE new_users (id integer PRIMARY KEY, email text NOT NULL);
INSERT INTO new_users (id, email) SELECT id, ifnull(email, '') FROM users;
DROP TABLE users;
ALTER TABLE new_users RENAME TO users;
CREATE INDEX IF NOT EXISTS users_email ON users (email);
PRAGMA foreign_keys = on;
