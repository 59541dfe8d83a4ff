-- atlas:txmode none

CREATE INDEX CONCURRENTLY ON users (email);
