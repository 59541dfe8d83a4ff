CREATE TABLE x (a int); /* DROP TABLE t;
