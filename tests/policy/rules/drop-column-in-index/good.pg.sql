-- atlas:txmode none

CREATE INDEX CONCURRENTLY users_city ON users (city);
