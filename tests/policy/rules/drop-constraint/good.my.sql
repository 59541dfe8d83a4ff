CREATE TABLE scratch (id bigint, CONSTRAINT only_one UNIQUE (id));
ALTER TABLE scratch DROP CONSTRAINT only_one;
