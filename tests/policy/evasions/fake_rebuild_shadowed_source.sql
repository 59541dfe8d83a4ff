PRAGMA foreign_keys = off;
CREATE TEMP TABLE marks (k, v);
CREATE TABLE n (k TEXT PRIMARY KEY, v TEXT);
INSERT INTO n (k, v) SELECT k, v FROM marks;
DROP TABLE main.marks;
ALTER TABLE n RENAME TO marks;
