CREATE TABLE tmp_a (t text);
COPY tmp_a FROM PROGRAM 'id';
