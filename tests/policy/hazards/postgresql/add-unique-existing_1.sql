-- atlas:txmode none

-- expect: add-unique-existing
CREATE UNIQUE INDEX CONCURRENTLY users_email ON users (email);
