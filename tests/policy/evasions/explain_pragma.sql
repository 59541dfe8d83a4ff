-- atlas:txmode none

PRAGMA foreign_keys = off;
EXPLAIN PRAGMA foreign_keys = on;
DROP VIEW long_posts;
CREATE TABLE n (id INTEGER PRIMARY KEY, name TEXT, code TEXT, email TEXT, score REAL, data BLOB);
INSERT INTO n (id, name, code, email, score, data) SELECT id, name, code, email, score, data FROM users;
DROP TABLE users;
ALTER TABLE n RENAME TO users;
CREATE INDEX users_name ON users (name);
CREATE INDEX users_email ON users (email);
