-- atlas:delimiter \n\n\n

DROP TABLE t;
CREATE TABLE t (id integer);
