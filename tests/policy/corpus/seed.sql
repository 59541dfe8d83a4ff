CREATE TABLE roles (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE ON CONFLICT IGNORE);
INSERT INTO roles (id, name) VALUES (1, 'admin'), (2, 'it''s; fine'), (3, 'a -- b');
INSERT OR IGNORE INTO roles (id, name) VALUES (4, 'guest');
INSERT INTO roles DEFAULT VALUES;
INSERT INTO roles (name) SELECT name || '!' FROM roles RETURNING id;
