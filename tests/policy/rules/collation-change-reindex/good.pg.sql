-- atlas:txmode none

CREATE INDEX CONCURRENTLY users_name_c ON users (name COLLATE "C");
