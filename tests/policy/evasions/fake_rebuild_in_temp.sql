PRAGMA foreign_keys = off;
CREATE TABLE temp.n (k TEXT PRIMARY KEY, v TEXT);
INSERT INTO n (k, v) SELECT k, v FROM marks;
DROP TABLE marks;
ALTER TABLE n RENAME TO marks;
