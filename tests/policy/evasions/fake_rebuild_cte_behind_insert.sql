PRAGMA foreign_keys = off;
CREATE TABLE n (k TEXT PRIMARY KEY, v TEXT);
INSERT INTO n (k, v) WITH marks AS (SELECT 'q' AS k, 'w' AS v) SELECT k, v FROM marks;
DROP TABLE marks;
ALTER TABLE n RENAME TO marks;
