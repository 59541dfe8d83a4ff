CREATE TABLE scratch (id bigint PRIMARY KEY);
DROP TABLE scratch;
CREATE TEMPORARY TABLE passing (id bigint);
DROP TEMPORARY TABLE passing;
