CREATE VIEW recent AS SELECT 1 AS one;
DROP VIEW recent;
CREATE TABLE scratch (id bigint);
DROP TABLE scratch CASCADE;
