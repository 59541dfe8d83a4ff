-- atlas:txmode none

SET ROLE app_owner;
SET lock_timeout = '2s';
DROP INDEX CONCURRENTLY IF EXISTS i;
CREATE INDEX CONCURRENTLY i ON a (id);
