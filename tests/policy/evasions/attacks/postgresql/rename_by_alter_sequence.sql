CREATE TABLE tmp_a (id int);
ALTER SEQUENCE tmp_a RENAME TO tmp_b;
DROP TABLE tmp_a;
