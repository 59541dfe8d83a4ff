CREATE TABLE tmp_a (id int);
ALTER TABLE tmp_a RENAME TO tmp_b;
ALTER TABLE users RENAME TO tmp_a;
DROP TABLE tmp_a;
