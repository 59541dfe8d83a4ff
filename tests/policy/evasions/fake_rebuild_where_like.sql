PRAGMA foreign_keys = off;
CREATE TABLE n (k TEXT PRIMARY KEY, v TEXT);
INSERT INTO n (k, v) SELECT k, v FROM marks WHERE v LIKE '%';
DROP TABLE marks;
ALTER TABLE n RENAME TO marks;
