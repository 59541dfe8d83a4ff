-- atlas:checkpoint

CREATE TABLE t (id integer);
