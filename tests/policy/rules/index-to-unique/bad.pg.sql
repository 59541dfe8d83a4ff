-- atlas:txmode none

DROP INDEX CONCURRENTLY users_email;
CREATE UNIQUE INDEX CONCURRENTLY users_email ON users (email);
