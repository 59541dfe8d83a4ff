PRAGMA foreign_keys = off;
CREATE TABLE new_users (id integer PRIMARY KEY, email text NOT NULL DEFAULT '');
INSERT INTO new_users (id, email) SELECT id, email FROM users;
DROP TABLE users;
ALTER TABLE new_users RENAME TO users;
PRAGMA foreign_key_check;
PRAGMA foreign_keys = on;
