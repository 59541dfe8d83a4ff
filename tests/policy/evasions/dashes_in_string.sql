INSERT INTO n (t) VALUES ('--'); DROP TABLE t; --');
