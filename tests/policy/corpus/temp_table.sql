CREATE TEMP TABLE scratch (id integer);
INSERT INTO temp.scratch VALUES (1);
DELETE FROM scratch;
DROP TABLE scratch;
