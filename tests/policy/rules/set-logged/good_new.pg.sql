CREATE TABLE imports (id bigint);
ALTER TABLE imports SET UNLOGGED;
