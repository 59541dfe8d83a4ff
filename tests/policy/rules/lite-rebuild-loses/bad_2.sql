PRAGMA foreign_keys = off;
CREATE TABLE new_parts (id INTEGER PRIMARY KEY, weight TEXT);
INSERT INTO new_parts (id, weight) SELECT id, weight FROM parts;
DROP TABLE parts;
ALTER TABLE new_parts RENAME TO parts;
PRAGMA foreign_keys = on;
