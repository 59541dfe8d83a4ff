CREATE TABLE [x;DROP TABLE t;] (a int);
