-- atlas:txmode none

-- expect: mixed-transactional
DROP INDEX CONCURRENTLY i;
CREATE TABLE t (id bigint PRIMARY KEY);
