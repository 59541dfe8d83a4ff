-- ATLAS:Import x
CREATE TABLE t (id integer);
