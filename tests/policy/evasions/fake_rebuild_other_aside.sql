PRAGMA foreign_keys = off;
CREATE TEMP TABLE aside (k, v);
INSERT INTO aside (k, v) SELECT k, v FROM marks;
DROP TABLE marks;
CREATE TABLE marks (k TEXT PRIMARY KEY, v TEXT);
INSERT INTO marks (k, v) SELECT k, v FROM main.aside;
DROP TABLE aside;
