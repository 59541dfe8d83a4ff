PRAGMA foreign_keys = off;
CREATE TABLE new_users (id INTEGER PRIMARY KEY AUTOINCREMENT, email TEXT NOT NULL, name TEXT);
INSERT INTO new_users (id, email, name) SELECT id, IFNULL(email, ''), name FROM users;
DROP TABLE users;
ALTER TABLE new_users RENAME TO users;
CREATE UNIQUE INDEX users_email ON users (email);
PRAGMA foreign_key_check;
PRAGMA foreign_keys = on;
