PRAGMA foreign_keys = off;
CREATE TABLE n (k TEXT PRIMARY KEY, v TEXT);
INSERT INTO n (k, v) SELECT k, v FROM (SELECT k, v FROM marks WHERE k = 'a');
DROP TABLE marks;
ALTER TABLE n RENAME TO marks;
