-- atlas:txmode none

SET lock_timeout = '2s';
DROP INDEX CONCURRENTLY IF EXISTS users_email;
CREATE INDEX CONCURRENTLY users_email ON users (email);
ANALYZE users;
