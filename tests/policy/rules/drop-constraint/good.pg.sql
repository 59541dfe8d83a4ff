CREATE TABLE scratch (id bigint CONSTRAINT only_one UNIQUE);
ALTER TABLE scratch DROP CONSTRAINT only_one;
