CREATE TABLE "x; DROP TABLE t; --" (id integer);
