PRAGMA foreign_keys = off;
CREATE TABLE new_parts (id INTEGER PRIMARY KEY, code INTEGER);
INSERT INTO new_parts (id, code) SELECT id, code FROM parts;
DROP TABLE parts;
ALTER TABLE new_parts RENAME TO parts;
PRAGMA foreign_keys = on;
