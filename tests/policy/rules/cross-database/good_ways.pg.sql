CREATE TABLE plain (id bigint PRIMARY KEY);
CREATE TEMP TABLE passing (id bigint);
