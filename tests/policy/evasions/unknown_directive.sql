-- atlas:frobnicate yes
CREATE TABLE t (id integer);
