-- atlas:txmode none

SET LOCAL ROLE app_owner;
CREATE INDEX CONCURRENTLY i ON a (id);
