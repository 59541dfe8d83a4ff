INSERT INTO n (t) VALUES ('x; DROP TABLE t; --');
