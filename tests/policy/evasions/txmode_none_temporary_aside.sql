-- atlas:txmode none

PRAGMA foreign_keys = off;
CREATE TEMP TABLE aside (k TEXT, v TEXT);
INSERT INTO aside (k, v) SELECT k, v FROM marks;
DROP TABLE marks;
CREATE TABLE marks (k TEXT PRIMARY KEY, v TEXT CHECK (v <> '0'));
INSERT INTO marks (k, v) SELECT k, v FROM aside;
DROP TABLE aside;
