INSERT INTO n (t) VALUES ('a\'); DROP TABLE t; --');
