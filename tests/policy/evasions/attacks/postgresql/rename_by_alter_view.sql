CREATE TABLE tmp_a (id int);
ALTER VIEW tmp_a RENAME TO tmp_b;
ALTER VIEW users RENAME TO tmp_a;
DROP TABLE tmp_a;
