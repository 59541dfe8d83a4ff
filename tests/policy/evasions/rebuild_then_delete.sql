PRAGMA foreign_keys = off;
CREATE TABLE new_users (id integer);
INSERT INTO new_users (id) SELECT id FROM users;
DROP TABLE users;
ALTER TABLE new_users RENAME TO users;
DELETE FROM users;
DROP TABLE users;
