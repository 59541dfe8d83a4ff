CREATE TABLE tmp_a (id int);
ALTER INDEX tmp_a RENAME TO tmp_b;
ALTER INDEX users RENAME TO tmp_a;
DROP TABLE tmp_a;
