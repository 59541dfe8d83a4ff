/* atlas:txmode none */
CREATE TABLE t (id integer);
