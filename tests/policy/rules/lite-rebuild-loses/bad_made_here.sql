CREATE INDEX users_plan ON users (plan);
CREATE TRIGGER users_touch AFTER UPDATE ON users BEGIN UPDATE users SET email = lower(email) WHERE id = new.id; END;
DROP VIEW paying;
PRAGMA foreign_keys = off;
CREATE TABLE new_users (id integer PRIMARY KEY, email text NOT NULL, plan text);
INSERT INTO new_users (id, email, plan) SELECT id, email, plan FROM users;
DROP TABLE users;
ALTER TABLE new_users RENAME TO users;
PRAGMA foreign_keys = on;
